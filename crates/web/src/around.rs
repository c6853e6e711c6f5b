//! The sentences around some words of an article.

use onrecord_model::Span;

/// Most bytes that are looked through on each side: sentences that run on and on are cut at a word.
const WINDOW: usize = 1_200;

/// The `count` sentences of `text` before those that `span` stands in, with their beginning, and the end of those with
/// the `count` behind it. Empty where the text begins or ends there, or where the span is none of the text.
pub(crate) fn around(text: &str, span: Span, count: usize) -> (String, String) {
    let (Some(before), Some(after)) = (text.get(..span.start()), text.get(span.end()..)) else {
        return (String::new(), String::new());
    };
    let from = ceiling(text, before.len().saturating_sub(WINDOW));
    let to = floor(text, (span.end() + WINDOW).min(text.len()));
    let starts = starts(text, from, to);
    let own = starts.partition_point(|start| *start <= span.start());
    let begin = own.saturating_sub(1).checked_sub(count);
    let begin = begin.and_then(|begin| starts.get(begin)).copied();
    let next = starts.partition_point(|start| *start < span.end());
    let end = starts.get(next + count).copied();
    let before = before.get(begin.unwrap_or(from)..).unwrap_or_default();
    let after = text
        .get(span.end()..end.unwrap_or(to))
        .unwrap_or(after)
        .trim_end();
    let is_cut_before = begin.is_none() && from > 0;
    let is_cut_after = end.is_none() && to < text.len();
    (
        match before.split_once(char::is_whitespace) {
            Some((_, words)) if is_cut_before => format!("… {words}"),
            _ => before.to_owned(),
        },
        match after.rsplit_once(char::is_whitespace) {
            Some((words, _)) if is_cut_after => format!("{words} …"),
            _ => after.to_owned(),
        },
    )
}

/// Where sentences begin between `from` and `to`: at the beginning of the text, behind a line break, and behind a mark
/// that ends a sentence where white space and then no small letter follows. "Mr. Smith" is cut, too: that shows less,
/// and nothing wrong.
fn starts(text: &str, from: usize, to: usize) -> Vec<usize> {
    let mut starts: Vec<usize> = (from == 0).then_some(0).into_iter().collect();
    let mut is_closed = false;
    let mut is_apart = false;
    for (at, point) in text.get(from..to).unwrap_or_default().char_indices() {
        if point.is_whitespace() {
            is_apart |= point == '\n' || is_closed;
            continue;
        }
        if is_apart && (!is_closed || !point.is_lowercase()) {
            starts.push(from + at);
        }
        is_apart = false;
        let goes_on_closing = is_closed && matches!(point, '”' | '"' | '’' | '\'' | ')');
        is_closed = goes_on_closing || matches!(point, '.' | '!' | '?');
    }
    starts
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceiling(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use onrecord_model::Span;
    use proptest::prelude::*;

    use super::around;

    fn check(marked: &str, count: usize, before: &str, after: &str) {
        let start = marked.find('[').expect("a mark");
        let end = marked.find(']').expect("a mark") - 1;
        let text = marked.replace(['[', ']'], "");
        let found = around(&text, Span::new(start, end), count);
        assert_eq!(found, (before.to_owned(), after.to_owned()), "{marked}");
    }

    #[test]
    fn whole_sentences_on_each_side_are_shown_with_the_rest_of_their_own() {
        let text = "One. Two. Three! He said [the pier is safe] on Monday. Four? Five. Six.";
        check(text, 2, "Two. Three! He said ", " on Monday. Four? Five.");
        check("[It is safe.] More. Yet more. End.", 1, "", " More.");
        check("A. B. “[It is safe]”", 1, "B. “", "”");
        check("A. B. [It is safe]”", 1, "B. ", "”");
        check("Title\n\n[It is safe] now", 2, "Title\n\n", " now");
        check(
            "It cost 3.5 m. so [they said]. No",
            1,
            "It cost 3.5 m. so ",
            ". No",
        );
        check("[All of it]", 2, "", "");
    }

    #[test]
    fn what_runs_on_and_on_is_cut_at_a_word() {
        let long = "word ".repeat(1_000);
        let text = format!("{long}HERE {long}");
        let span = Span::new(long.len(), long.len() + 4);
        let (before, after) = around(&text, span, 2);
        assert!(before.starts_with("… word ") && before.len() < 1_300);
        assert!(after.ends_with(" word …") && after.len() < 1_300);
    }

    proptest! {
        #[test]
        fn what_is_shown_stands_there(text in "([a-zé.!?”\n ]|\\PC){0,200}", one in 0usize..200, other in 0usize..200) {
            let (start, end) = (one.min(other), one.max(other));
            let (before, after) = around(&text, Span::new(start, end), 2);
            if let (Some(in_front), Some(behind)) = (text.get(..start), text.get(end..)) {
                prop_assert!(in_front.ends_with(&before));
                prop_assert!(behind.starts_with(&after));
            } else {
                prop_assert!(before.is_empty() && after.is_empty());
            }
        }
    }
}
