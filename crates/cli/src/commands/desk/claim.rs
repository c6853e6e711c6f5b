//! `onrecord claim …`: claims, and what is done to them.

use onrecord_engine::{ClaimFilter, Engine, SearchRequest, WishedLink};
use onrecord_model::{ClaimText, Claimant, CodePointSpan, StatementId};

use super::{DeskWish, Hand, import, matching, show, the_claim, unknown};
use crate::arguments::{
    ClaimArguments, ClaimCommand, ClaimEditArguments, ClaimLinkArguments, ClaimListArguments,
    ClaimShowArguments, ClaimTextArguments, Shared,
};
use crate::exit::Exit;
use crate::failure::Misuse;
use crate::output::Output;
use crate::session::{Database, open};

pub async fn run(
    arguments: &ClaimArguments,
    shared: &Shared,
    output: &Output,
) -> anyhow::Result<Exit> {
    match &arguments.what {
        ClaimCommand::Import(files) => {
            return import::run(files, arguments.by.by.as_deref(), shared, output).await;
        }
        ClaimCommand::Match(text) => return matching::run(text, shared, output).await,
        _ => {}
    }
    let engine = open(shared, Database::MustExist).await?;
    let exit = match &arguments.what {
        ClaimCommand::List(filter) => list(&engine, filter, output).await,
        ClaimCommand::Show(claim) => show(&engine, claim, output).await,
        what => change(&engine, what, &Hand::of(&arguments.by)?, output).await,
    };
    // Whoever serves indexes what changed; else the next command that searches does.
    engine.close().await?;
    exit
}

async fn list(
    engine: &Engine,
    arguments: &ClaimListArguments,
    output: &Output,
) -> anyhow::Result<Exit> {
    let filter = ClaimFilter {
        state: arguments.state,
        assigned_to: arguments.assigned_to.clone(),
        rating: arguments.rating.clone(),
        reference: None,
    };
    let mut left = arguments.limit;
    let mut after: Option<String> = None;
    loop {
        let limit = left.min(SearchRequest::LARGEST_PAGE) as u16;
        let page = engine.claims(&filter, after.as_deref(), limit).await?;
        for claim in &page.claims {
            show::listing(claim, output)?;
        }
        left -= page.claims.len();
        after = page.next;
        if after.is_none() || left == 0 {
            break;
        }
    }
    if after.is_some() {
        output.message("there are more; --limit shows them");
    }
    if left == arguments.limit {
        output.message("there is no such claim; `onrecord claim make` and `claim import` add some");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Success)
}

async fn show(
    engine: &Engine,
    arguments: &ClaimShowArguments,
    output: &Output,
) -> anyhow::Result<Exit> {
    let id = the_claim(engine, &arguments.claim).await?;
    let view = match engine.claim(id, arguments.as_of).await? {
        Some(view) => view,
        None if arguments.as_of.is_some() => {
            output.message(&format!("there was no claim {id} then"));
            return Ok(Exit::NothingFound);
        }
        None => return Err(unknown(format!("claim {id}")).into()),
    };
    show::claim(&view, arguments.as_of, output)?;
    Ok(Exit::Success)
}

async fn change(
    engine: &Engine,
    what: &ClaimCommand,
    hand: &Hand<'_>,
    output: &Output,
) -> anyhow::Result<Exit> {
    let wish = match what {
        ClaimCommand::Import(_)
        | ClaimCommand::Match(_)
        | ClaimCommand::List(_)
        | ClaimCommand::Show(_) => return Ok(Exit::Usage),
        ClaimCommand::Make(make) => DeskWish::MakeClaim {
            text: Box::new(text(ClaimText::default(), Some(&make.text), &make.known)),
            statements: make.statements.iter().copied().map(whole).collect(),
            reviews: Vec::new(),
        },
        ClaimCommand::Edit(edit) => return self::edit(engine, edit, hand, output).await,
        ClaimCommand::Link(link) => DeskWish::LinkStatement {
            claim: the_claim(engine, &link.claim).await?,
            statement: wished(engine, link).await?,
        },
        ClaimCommand::Reject { claim, statement } => DeskWish::RejectLink {
            claim: the_claim(engine, claim).await?,
            statement: *statement,
        },
        ClaimCommand::Merge { claim, into } => DeskWish::MergeClaims {
            claim: the_claim(engine, claim).await?,
            into: the_claim(engine, into).await?,
        },
        ClaimCommand::Split(split) => DeskWish::SplitClaim {
            claim: the_claim(engine, &split.claim).await?,
            text: Box::new(text(ClaimText::default(), Some(&split.text), &split.known)),
            statements: split.statements.clone(),
            reviews: split.reviews.clone(),
        },
        ClaimCommand::Relate(relate) => DeskWish::RelateClaims {
            claim: the_claim(engine, &relate.claim).await?,
            to: the_claim(engine, &relate.to).await?,
            relation: relate.relation,
        },
        ClaimCommand::Assign(assign) => DeskWish::AssignClaim {
            claim: the_claim(engine, &assign.claim).await?,
            to: assign.to.clone(),
        },
        ClaimCommand::State { claim, state } => DeskWish::SetClaimState {
            claim: the_claim(engine, claim).await?,
            state: *state,
        },
    };
    hand.carry_out(engine, wish, output).await?;
    Ok(Exit::Success)
}

async fn edit(
    engine: &Engine,
    arguments: &ClaimEditArguments,
    hand: &Hand<'_>,
    output: &Output,
) -> anyhow::Result<Exit> {
    let id = the_claim(engine, &arguments.claim).await?;
    let known = engine.claim(id, None).await?;
    let record = known.ok_or_else(|| unknown(format!("claim {id}")))?.record;
    let after = text(
        record.text.clone(),
        arguments.text.as_deref(),
        &arguments.known,
    );
    if after == record.text {
        let what =
            "nothing was given that differs: --text, --title, --context and others change a claim";
        return Err(Misuse(what.to_owned()).into());
    }
    let wish = DeskWish::EditClaim {
        claim: record.id,
        text: Box::new(after),
    };
    // What somebody else has written meanwhile must not be lost.
    let hand = hand.having_seen(record.last.entry);
    hand.carry_out(engine, wish, output).await?;
    Ok(Exit::Success)
}

/// What a claim says with what was given.
fn text(before: ClaimText, words: Option<&str>, known: &ClaimTextArguments) -> ClaimText {
    let or = |given: &Option<String>, before: Option<String>| given.clone().or(before);
    let claimant = match &known.claimant {
        None => before.claimant,
        Some(name) => Some(Claimant {
            name: name.clone(),
            ..before
                .claimant
                .filter(|known| known.name == *name)
                .unwrap_or_default()
        }),
    };
    ClaimText {
        text: words.map_or(before.text, str::to_owned),
        title: or(&known.title, before.title),
        context: or(&known.context, before.context),
        language: or(&known.language, before.language),
        claimant,
        made: known.made.or(before.made),
        url: or(&known.url, before.url),
        ..before
    }
}

/// A statement all the words of which make a claim.
fn whole(statement: StatementId) -> WishedLink {
    WishedLink {
        statement,
        part: None,
        suggested: None,
    }
}

async fn wished(engine: &Engine, arguments: &ClaimLinkArguments) -> anyhow::Result<WishedLink> {
    let link = whole(arguments.statement);
    let Some(part) = &arguments.part else {
        return Ok(link);
    };
    let id = arguments.statement;
    let statement = engine.statement(id).await?;
    let variants = statement.map_or_else(Vec::new, |statement| statement.variants);
    let words = variants
        .into_iter()
        .find(|variant| variant.wording == id)
        .map(|variant| variant.text)
        .ok_or_else(|| unknown(format!("statement {id}")))?;
    Ok(WishedLink {
        part: Some(place(&words, part)?),
        ..link
    })
}

/// Where the only place is that has these words, in code points.
fn place(words: &str, part: &str) -> anyhow::Result<CodePointSpan> {
    let mut places = words.match_indices(part).map(|(at, _)| at);
    let at = match (places.next(), places.next()) {
        (Some(at), None) if !part.is_empty() => at,
        (None, _) => {
            let what = format!("{part:?} does not stand in the statement, which reads {words:?}");
            return Err(Misuse(what).into());
        }
        _ => {
            let what = format!("{part:?} stands in the statement more than once; give more words");
            return Err(Misuse(what).into());
        }
    };
    let points = |text: &str| text.chars().count() as u32;
    let start = points(&words[..at]);
    Ok(CodePointSpan {
        start,
        end: start + points(part),
    })
}
