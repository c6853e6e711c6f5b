//! Reading annotated documents, and refusing what is none.

use onrecord_lab::{LabError, read_documents, read_samples};
use onrecord_model::CodePointSpan;

use crate::invented::file;

#[test]
fn spans_that_are_not_there_are_none() {
    let file = file(
        "{\"id\":\"a\",\"title\":\"T\",\"attributions\":[{\"source\":null,\"content\":[[1,4]],\"id\":\"E1\"}]}\n\n",
    );
    let documents = read_documents(file.path()).expect("it is a document");
    let found = &documents[0].attributions[0];
    assert!(found.source.is_empty() && found.cue.is_empty());
    assert_eq!(found.content, [CodePointSpan::from((1, 4))]);
    assert_eq!(documents[0].text, None);
}

#[test]
fn what_is_no_corpus_is_refused_with_its_line() {
    #[track_caller]
    fn check(content: &str, expected: &str) {
        let file = file(content);
        let error = read_samples(file.path()).expect_err("it is refused");
        let told = error.to_string();
        let name = file.path().display().to_string();
        assert_eq!(told.replace(&name, "FILE"), expected);
    }
    let good = "{\"id\":\"a\",\"text\":\"Rain fell.\",\"attributions\":[]}\n";
    check("\nnothing\n", "FILE, line 2: not an annotated document");
    check(
        "{\"id\":\"a\",\"text\":\"Rain fell.\"}",
        "FILE, line 1: not an annotated document",
    );
    check(&good.repeat(2), "a: there are two documents of that id");
    check(
        "{\"id\":\"a\",\"text\":\"  \",\"attributions\":[]}",
        "FILE, line 1: intake refuses the article",
    );
    let missing = std::path::Path::new("there/is/no/such.jsonl");
    assert!(matches!(
        read_documents(missing),
        Err(LabError::Read { .. })
    ));
}
