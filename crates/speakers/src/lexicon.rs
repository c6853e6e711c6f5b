//! Closed word lists: what a word can be, whatever the article says.
//!
//! The lists are hand-written after reading news; none of them names a person.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::gazetteer::Gender;

/// What a word can be; several at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Class(u32);

/// As FNV-1a does: every word of every article is looked up here. The table's own keys are fixed, so nobody can choose keys
/// that collide in it.
#[derive(Default)]
pub(crate) struct Fnv(u64);

pub(crate) type Cheap = BuildHasherDefault<Fnv>;

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:literal: $words:expr;)*) => {
        impl Class {
            $($(#[$doc])* pub(crate) const $name: Self = Self(1 << $bit);)*
        }
        static LEXICON: LazyLock<HashMap<&'static str, Class, Cheap>> = LazyLock::new(|| {
            let mut lexicon: HashMap<&'static str, Class, Cheap> = HashMap::default();
            $(
                for word in $words.split_whitespace() {
                    lexicon.entry(word).or_default().0 |= Class::$name.0;
                }
            )*
            lexicon
        });
    };
}

impl Class {
    /// The class of a normalised word.
    pub(crate) fn of(normalised: &str) -> Self {
        LEXICON.get(normalised).copied().unwrap_or_default()
    }

    /// Whether the word can be one of `others`.
    pub(crate) fn is(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// The same without the classes of grammar.
    pub(crate) fn without_grammar(self) -> Self {
        Self(self.0 & !(Self::FUNCTION.0 | Self::PRONOUN.0 | Self::POSTMODIFIER.0))
    }

    /// Either.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

classes! {
    /// Honorific of a man.
    MALE_HONORIFIC = 0: "mr sir lord mister master baron count duke king prince pope father fr";
    /// Honorific of a woman.
    FEMALE_HONORIFIC = 1: "mrs ms miss madame mme lady dame baroness countess duchess queen princess sister";
    /// A word for an office, profession or part played that stands before a name: "Senator", "developer".
    TITLE = 2: "
        president presidents vp sen sens senator senators rep reps representative congressman congresswoman
        lawmaker gov governor lt lieutenant mayor secretary undersecretary minister premier chancellor emperor
        emir sultan cardinal bishop archbishop rabbi imam sheikh sheik ayatollah reverend rev pastor judge justice
        chief sheriff attorney general gen brig brigadier col colonel maj major capt captain sgt sergeant cpl
        officer detective deputy inspector superintendent adm admiral cmdr commander marshal ambassador envoy
        commissioner councilman councilwoman councilor councillor alderman assemblyman assemblywoman delegate
        speaker leader whip chairman chairwoman chairperson chair cochair director manager spokesman
        spokeswoman spokesperson adviser advisor strategist pollster aide professor prof dr doctor coach editor
        reporter correspondent columnist commentator pundit host anchor moderator author writer novelist actor
        actress singer comedian musician filmmaker businessman businesswoman billionaire millionaire mogul tycoon
        magnate developer investor lawyer counsel analyst economist historian activist organizer organiser
        candidate nominee hopeful contender rival frontrunner democrat republican conservative liberal socialist
        committeeman committeewoman congressperson lawmaker independent ceo cfo coo cto founder cofounder executive treasurer comptroller controller auditor prosecutor
        widow member fellow scholar scientist physician surgeon nurse teacher student resident voter farmer owner
        worker driver pilot soldier veteran consultant lobbyist donor fundraiser surrogate operative staffer expert
        researcher academic lecturer dean provost principal mp mep msp baker engineer architect technician chef
        artist designer photographer journalist blogger publisher producer witness neighbor neighbour mother father
        brother sister son daughter wife husband sheriff coroner clerk magistrate solicitor barrister curator
        librarian chairwoman chairman cochairman vicechairman copresident head boss supporter critic negotiator
        diplomat politician statesman legislator chaplain detective marine lecturer trustee regent registrar
        fisherman firefighter paramedic policeman policewoman constable guard plumber carpenter electrician
        mechanic butcher grocer tailor gardener harbormaster harbourmaster warden ranger keeper bookkeeper
        accountant banker trader broker realtor attendant steward skipper sailor mr mrs ms miss sir dame lord lady
        king queen prince princess pope father baron baroness mister madame mme president-elect";
    /// An office of state or party: who is described so may well be in the gazetteer.
    POLITICAL = 3: "
        president vp sen senator rep representative congressman congresswoman lawmaker gov governor mayor secretary
        undersecretary minister premier chancellor emperor emir sultan king queen prince princess pope justice
        ambassador envoy commissioner speaker leader whip chairman chairwoman chair candidate nominee hopeful
        contender rival frontrunner democrat republican conservative liberal socialist democratic gop presidential
        senate congress congressional parliament parliamentary party legislator mp mep msp politician diplomat
        negotiator statesman billionaire mogul tycoon magnate businessman developer ceo founder director general
        gen admiral adm attorney labour tory chancellor bundestag lord lady baroness baron campaign lady";
    /// A noun that ends the name of an institution.
    INSTITUTION = 4: "
        inc corp corporation co company companies ltd llc plc gmbh group holdings bank fund foundation institute
        institution university college school academy committee commission council court courts department dept
        ministry agency bureau office authority administration association society union federation league alliance
        coalition organization organisation network center centre party congress senate parliament assembly
        legislature times post journal news tribune herald gazette chronicle globe magazine press telegraph mail
        observer review daily radio television tv channel media service services hospital church army navy police
        guard force forces industries enterprises partners capital energy motors airlines airways records studios
        pictures entertainment technologies systems laboratories labs pac caucus conference forum board trust
        museum library embassy consulate mission tower hotel club team campaign project movement brigade front
        initiative fellowship ventures brothers associates advisers advisors consulting strategies research policy
        tech software pharmaceuticals insurance railway railways lines port harbour harbor cooperative co-op works
        mills brewery shipping freight airways treasury registry constabulary borough chamber guild";
    /// A common noun for a body that speaks as one: "the Trump campaign", "the finance ministry".
    BODY = 5: "
        campaign camp team administration government office department ministry party committee commission council
        court embassy company firm bank fund agency bureau union federation association organization organisation
        group foundation institute university college police military army navy network newspaper paper magazine
        board panel authority parliament senate house palace treasury cabinet watchdog regulator airline publisher
        charity nonprofit think-tank caucus delegation consulate utility carrier outlet station broadcaster
        automaker retailer institution church hospital school cooperative developer-group bloc alliance";
    /// Words, pictures or figures that say something without being anybody.
    DOCUMENT = 6: "
        poll polls survey surveys report reports statement statements study studies analysis article story stories
        book books letter letters email emails e-mail tweet tweets post posts video videos ad ads clip transcript
        transcripts documents document records record data figures numbers results plan plans proposal bill law
        lawsuit suit complaint ruling rulings filing filings indictment memo speech remarks comments comment words
        rhetoric editorial column op-ed website site page blog interview press-release release footage estimate
        estimates rules rule bylaws platform resolution constitution treaty convention charter agreement deal budget
        account accounts evidence testimony review findings research questionnaire headline message advertisement
        program policy policies spot case press media reviews numbers census tally poster banner sign signs
        affidavit warrant briefing draft invitation petition paper white-paper";
    /// A word of grammar, or one that begins sentences and is no name.
    FUNCTION = 7: "
        a an the this that these those some any each every either neither both all many most more much few several
        another other others such no none one two three four five six seven eight nine ten hundreds thousands dozens
        and or but nor so yet for of in on at by with without from to into onto over under after before during since
        until about against among amid between through across around behind beyond near toward towards up down off
        out as than like per via despite except given because although though while whereas if unless whether when
        whenever where wherever why how who whom whose which what whatever it its he she they we i you him her them
        us me my your his our their mine yours hers ours theirs himself herself itself themselves is are was were be
        been being am do does did done has have had having will would can could may might must shall should not
        there here then now today tonight yesterday tomorrow also just even still only again once twice ever never
        always often sometimes perhaps maybe however therefore thus meanwhile moreover furthermore additionally
        instead indeed later earlier last next first second third finally recently currently previously already
        soon later ago asked according speaking said says say told added adding responding noting citing referring
        regarding concerning including following yes well oh ok okay thanks thank please let lets let's it's that's
        unlike besides following aboard alongside amidst atop minus plus notwithstanding barring pending considering supposing granted rather whoever whichever whomever somehow somewhere anyway anyone everyone someone nobody everybody nothing something everything anything let's thus hence likewise otherwise overall nevertheless nonetheless similarly specifically especially ultimately eventually initially originally apparently obviously clearly certainly surely presumably reportedly allegedly meanwhile elsewhere back early late he's she's they're we're i'm you're i've we've i'll we'll don't doesn't didn't can't won't isn't aren't
        monday tuesday wednesday thursday friday saturday sunday january february march april june july august
        september october november december jan feb mar apr jun jul aug sept oct nov dec";
    /// A pronoun that can be a source.
    PRONOUN = 8: "
        he she they it i we you him her them me us his hers their theirs my mine our ours your its who whom whose
        which that himself herself themselves myself itself one's";
    /// A preposition or relative pronoun: the head of a noun phrase stands before it.
    POSTMODIFIER = 9: "
        of for at in on from with to who whose whom that which about by among against near behind under over since
        as including like inside outside close familiar briefed when where while after before during between
        without within across around along alongside via because speaking running leaving working living calling
        based interviewed involved representing";
    /// Before a description that means somebody in particular.
    DEFINITE = 10: "the this that his her their my our its your";
    /// Before a description of nobody in particular, or of many.
    INDEFINITE = 11: "
        a an some any many several most few another one two three four five six seven eight nine ten other others
        no every each all both various numerous those these such certain more fewer about nearly almost thousands
        hundreds dozens scores people critics officials aides advisers sources experts";
    /// Begins or ends a family name: "de", "van", "bin".
    PARTICLE = 12: "de del della di da das dos du la le van von der den ten ter bin ibn al el zu af st y";
    /// "Jr." and the like.
    SUFFIX = 13: "jr sr jnr snr ii iii iv";
    /// Not any more.
    FORMER = 14: "former ex then-president onetime erstwhile late retired outgoing past";
    /// Parties' nouns and adjectives, that begin names of groups and not of people.
    PARTISAN = 15: "
        democratic democrat democrats republican republicans gop tory tories labour conservative conservatives
        libertarian green liberal liberals socialist socialists communist populist progressive progressives";
    /// Somebody's relative: described by whose they are, which no list can tell.
    KIN = 16: "
        mother father brother sister son daughter wife husband uncle aunt cousin nephew niece grandfather
        grandmother grandson granddaughter widow spouse partner girlfriend boyfriend parents fiancee fiance
        stepfather stepmother friend";
    /// A verb of saying in title case, that stands behind names in headlines.
    HEADLINE_VERB = 17: "
        says said claims claim warns vows calls slams blasts urges tells asks wants denies rejects accuses defends
        hints floats signals pushes backs hits attacks praises mocks promises pledges plans seeks faces wins loses
        leads heads meets visits arrives announces reveals admits confirms insists suggests argues explains
        criticizes criticises condemns demands threatens hopes expects thinks believes campaigns speaks talks";
    /// The last word of a place's name.
    PLACE = 19: "
        europe asia africa america east west north south county city town village street avenue road square island
        islands river valley lake bay beach hills mountain mountains coast ocean sea gulf strait peninsula desert
        park district province region state states kingdom republic territory airport bridge plaza boulevard
        heights springs falls";
    /// "Asked", "Former", "Billionaire": capitalised at a sentence's beginning, never part of a name.
    OPENER = 18: "
        former ex billionaire then fellow longtime outgoing incoming newly acting interim special senior junior
        deputy vice first prime chief presumptive presidential congressional federal state national local foreign
        finance interior defense defence ruling opposition veteran young old new current democratic republican
        white black";
}

/// The gender a title tells of: "Mrs.", "congresswoman", "spokesman".
pub(crate) fn gender_of_title(word: &str) -> Option<Gender> {
    let class = Class::of(word);
    if class.is(Class::FEMALE_HONORIFIC) || word.ends_with("woman") {
        return Some(Gender::Female);
    }
    if class.is(Class::MALE_HONORIFIC) || (word.ends_with("man") && class.is(Class::TITLE)) {
        return Some(Gender::Male);
    }
    match word {
        "mother" | "wife" | "daughter" | "actress" | "businesswoman" => Some(Gender::Female),
        "husband" | "son" | "brother" => Some(Gender::Male),
        _ => None,
    }
}

/// The word a title counts as when titles are compared: "Rep." and "congresswoman" are "representative".
pub(crate) fn same_title(word: &str) -> &str {
    match word {
        "sen" | "sens" | "senators" => "senator",
        "rep" | "reps" | "congressman" | "congresswoman" => "representative",
        "gov" => "governor",
        "gen" => "general",
        "prof" => "professor",
        "pres" | "presidents" => "president",
        "lt" => "lieutenant",
        "advisor" => "adviser",
        "spokeswoman" | "spokesperson" => "spokesman",
        "chairwoman" | "chairman" | "chairperson" => "chair",
        "attorney" => "lawyer",
        "defence" => "defense",
        "premier" => "minister",
        "businesswoman" => "businessman",
        "councilwoman" | "councilor" | "councillor" => "councilman",
        "tycoon" | "mogul" => "magnate",
        "gop" => "republican",
        "chief" => "head",
        other => other,
    }
}

/// The states of the USA with the abbreviations that stand behind a party's letter: "(R-Wis.)".
const STATES: &[(&str, &[&str])] = &[
    ("alabama", &["ala", "al"]),
    ("alaska", &["ak"]),
    ("arizona", &["ariz", "az"]),
    ("arkansas", &["ark", "ar"]),
    ("california", &["calif", "ca"]),
    ("colorado", &["colo", "co"]),
    ("connecticut", &["conn", "ct"]),
    ("delaware", &["del", "de"]),
    ("florida", &["fla", "fl"]),
    ("georgia", &["ga"]),
    ("hawaii", &["hi"]),
    ("idaho", &["id"]),
    ("illinois", &["ill", "il"]),
    ("indiana", &["ind", "in"]),
    ("iowa", &["ia"]),
    ("kansas", &["kan", "ks"]),
    ("kentucky", &["ky"]),
    ("louisiana", &["la"]),
    ("maine", &["me"]),
    ("maryland", &["md"]),
    ("massachusetts", &["mass", "ma"]),
    ("michigan", &["mich", "mi"]),
    ("minnesota", &["minn", "mn"]),
    ("mississippi", &["miss", "ms"]),
    ("missouri", &["mo"]),
    ("montana", &["mont", "mt"]),
    ("nebraska", &["neb", "ne"]),
    ("nevada", &["nev", "nv"]),
    ("new hampshire", &["nh"]),
    ("new jersey", &["nj"]),
    ("new mexico", &["nm"]),
    ("new york", &["ny"]),
    ("north carolina", &["nc"]),
    ("north dakota", &["nd"]),
    ("ohio", &["oh"]),
    ("oklahoma", &["okla", "ok"]),
    ("oregon", &["ore", "or"]),
    ("pennsylvania", &["pa", "penn"]),
    ("rhode island", &["ri"]),
    ("south carolina", &["sc"]),
    ("south dakota", &["sd"]),
    ("tennessee", &["tenn", "tn"]),
    ("texas", &["tex", "tx"]),
    ("utah", &["ut"]),
    ("vermont", &["vt"]),
    ("virginia", &["va"]),
    ("washington", &["wash", "wa"]),
    ("west virginia", &["wva", "wv"]),
    ("wisconsin", &["wis", "wi"]),
    ("wyoming", &["wyo", "wy"]),
    ("puerto rico", &["pr"]),
];

/// The state that `abbreviation` (normalised) stands for.
pub(crate) fn state_of_abbreviation(abbreviation: &str) -> Option<&'static str> {
    STATES
        .iter()
        .find(|(_, short)| short.contains(&abbreviation))
        .map(|(state, _)| *state)
}

/// Whether `name` (normalised) is a state of the USA.
pub(crate) fn is_state(name: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str, Cheap>> =
        LazyLock::new(|| STATES.iter().map(|(state, _)| *state).collect());
    NAMES.contains(name)
}

/// Whether the name of a state of two words begins with `word` (normalised).
pub(crate) fn begins_state(word: &str) -> bool {
    matches!(
        word,
        "new" | "north" | "south" | "west" | "rhode" | "puerto"
    )
}
