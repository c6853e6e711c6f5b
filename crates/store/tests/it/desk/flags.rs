//! Flags: raised on anything, settled, and taken back; dismissals.

use onrecord_model::{Action, Correction, DeskAction, FlagId, FlagSubject};
use onrecord_store::{DeskWish, FlagFilter};

use super::{conflict, done, filled, new_claim, rows, statement, try_do, try_undo, undone};
use crate::corrections::quote;
use crate::fixture::{minute, on_both};

fn flag(subject: FlagSubject) -> DeskWish {
    DeskWish::Flag {
        subject,
        reason: " Says who? ".to_owned(),
    }
}

fn raised(entry: &Correction) -> FlagId {
    match &entry.action {
        Action::Desk(DeskAction::Flag { flag, .. }) => *flag,
        other => panic!("{other:?}"),
    }
}

#[test]
fn flags_on_a_claim_a_quote_and_a_statement_are_raised_settled_and_taken_back() {
    on_both(async |place| {
        let store = filled(&place).await;
        let claim = FlagSubject::Claim(new_claim(&store, "The roads are new.").await);
        let of_quote = FlagSubject::Quote(quote(&store, "harbour").await.id);
        let of_statement = FlagSubject::Statement(statement(&store, "twelve").await);
        let before = rows(&place).await;
        let mut entries = Vec::new();
        for (subject, words) in [
            (claim, "The roads are new."),
            (of_quote, "The harbour loses money."),
            (of_statement, "The roads cost twelve million."),
        ] {
            let entry = done(&store, flag(subject)).await;
            let read = store
                .flag(raised(&entry))
                .await
                .expect("read")
                .expect("there");
            assert_eq!((read.subject, read.words.as_str()), (subject, words));
            assert_eq!(
                (read.reason.as_str(), read.by.as_str()),
                ("Says who?", "Ida Desk")
            );
            entries.push(entry);
        }
        let listed = async |filter, before, limit| {
            let page = store.flags(filter, before, limit).await.expect("a page");
            let ids: Vec<_> = page.items.iter().map(|item| item.id).collect();
            (ids, page.next)
        };
        let mut all: Vec<FlagId> = entries.iter().map(raised).collect();
        all.sort();
        all.reverse();
        let any = FlagFilter::default();
        assert_eq!(
            listed(any, None, 2).await,
            (all[..2].to_vec(), Some(all[1]))
        );
        assert_eq!(
            listed(any, Some(all[1]), 2).await,
            (all[2..].to_vec(), None)
        );
        let resolve = DeskWish::ResolveFlag {
            flag: raised(&entries[1]),
            note: "The mayor did.".to_owned(),
        };
        let settled = done(&store, resolve.clone()).await;
        let read = store
            .flag(raised(&entries[1]))
            .await
            .expect("read")
            .expect("there");
        assert_eq!(read.settled, Some(("Ida Desk".to_owned(), minute(90))));
        assert_eq!(read.note.as_deref(), Some("The mayor did."));
        let open = FlagFilter {
            is_open: true,
            subject: None,
        };
        assert_eq!(listed(open, None, 9).await.0.len(), 2);
        let on_quote = FlagFilter {
            is_open: false,
            subject: Some(of_quote),
        };
        assert_eq!(listed(on_quote, None, 9).await.0, [raised(&entries[1])]);
        let again = try_do(&store, resolve)
            .await
            .expect_err("twice")
            .to_string();
        assert!(again.contains("settled already"), "{again}");
        let early = try_undo(&store, entries[1].id).await;
        assert_eq!(
            conflict(&store, early, "settled since").await,
            Some(settled.id)
        );
        undone(&store, &settled).await;
        for entry in &entries {
            undone(&store, entry).await;
        }
        assert_eq!(rows(&place).await, before);
    });
}

#[test]
fn a_statement_is_dismissed_once_and_comes_back() {
    on_both(async |place| {
        let store = filled(&place).await;
        let roads = statement(&store, "twelve").await;
        super::judge(&store, &[(roads, 0.5, 20_000)]).await;
        let queued = async || {
            let filter = super::queue::facts();
            store.queue_candidates(&filter, 9).await.expect("read").1
        };
        assert_eq!(queued().await, 1);
        let dismiss = DeskWish::DismissStatement {
            statement: roads,
            reason: String::new(),
        };
        let entry = done(&store, dismiss.clone()).await;
        assert_eq!(queued().await, 0);
        let again = try_do(&store, dismiss.clone())
            .await
            .expect_err("twice")
            .to_string();
        assert!(again.contains("already"), "{again}");
        undone(&store, &entry).await;
        assert_eq!(queued().await, 1);
        done(&store, dismiss).await;
        assert_eq!(queued().await, 0);
    });
}
