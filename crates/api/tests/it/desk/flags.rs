//! Flags, the queue, dismissals.

use serde_json::{Value, json};

use super::{filled, id, made, post, put, statement, summer};

#[actix_web::test]
async fn what_is_flagged_comes_first_and_what_is_dismissed_leaves() {
    let record = filled().await;
    record
        .engine
        .group()
        .await
        .expect("wordings are put together");
    record.engine.judge().await.expect("statements are judged");
    let (mayor, engineer) = (
        statement(&record, "summer").await,
        statement(&record, "pillars").await,
    );
    // Neither need be a fact for the machine: it is asked for each sort of assertion.
    let classes = [
        "fact",
        "opinion",
        "prediction",
        "promise",
        "question",
        "other",
    ];
    let queued = async |statement: &str| -> Option<Value> {
        for class in classes {
            let queue = record.get(&format!("/v1/queue?class={class}")).await.json();
            let items = queue["data"].as_array().expect("a list");
            let item = items.iter().find(|item| item["statement"] == statement);
            if let Some(item) = item {
                return Some(item.clone());
            }
        }
        None
    };
    let item = queued(&engineer).await.expect("it is queued");
    assert_eq!(item["flags"], json!([]));
    assert!(!item["reasons"].as_array().expect("reasons").is_empty());
    assert_eq!(item["quote"]["speaker"]["name"], "Bruno Tarn");
    let subject = json!({ "type": "statement", "id": engineer });
    let body = json!({ "by": "A reader", "subject": subject, "reason": "Says who?" });
    let answer = post(&record, "/v1/flags", body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let flag = answer.json();
    assert_eq!(flag["subject"], subject);
    assert_eq!(flag["settled_by"], Value::Null);
    let entry = record.get(answer.header("location")).await.json();
    assert_eq!(entry["kind"], "flag");
    let item = queued(&engineer).await.expect("it is queued still");
    assert_eq!(item["flags"], json!([flag["id"]]));
    assert_eq!(item["reasons"][0], "flagged by 1 reader");
    let lock = format!("/v1/statements/{engineer}/lock");
    assert_eq!(
        put(&record, &lock, json!({ "by": "Ida" })).await.status,
        200
    );
    let item = queued(&engineer).await.expect("it is queued still");
    assert_eq!(item["lock"]["by"], "Ida");
    let path = format!("/v1/flags/{}/resolution", id(&flag["id"]));
    let body = json!({ "by": "Ida", "note": "The engineer says so." });
    let settled = post(&record, &path, body.clone()).await.json();
    assert_eq!(settled["settled_by"], "Ida");
    assert_eq!(settled["note"], "The engineer says so.");
    post(&record, &path, body)
        .await
        .is_problem(422, "invalid_field");
    let open = record.get("/v1/flags?open=true").await.json();
    assert_eq!(open["data"], json!([]));
    let of_it = record
        .get(&format!("/v1/flags?statement={engineer}"))
        .await
        .json();
    assert_eq!(of_it["data"], json!([settled]));
    let path = format!("/v1/statements/{engineer}/dismissal");
    let answer = post(&record, &path, json!({ "by": "Ida", "reason": "Trivial." })).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(queued(&engineer).await, None);
    let undo = format!("/v1/corrections/{}/undo", id(&answer.json()["id"]));
    assert_eq!(
        post(&record, &undo, json!({ "by": "Ida" })).await.status,
        201
    );
    assert!(queued(&engineer).await.is_some(), "it is there again");
    assert!(queued(&mayor).await.is_some());
    made(&record, summer(&mayor)).await;
    assert_eq!(queued(&mayor).await, None, "a person has decided on it");
}

#[actix_web::test]
async fn claims_and_quotes_are_flagged_too() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let claim = made(&record, summer(&told)).await;
    let quote = record.get("/v1/quotes?q=summer").await.json()["data"][0]["id"].clone();
    for (kind, id) in [("claim", &claim["id"]), ("quote", &quote)] {
        let body = json!({
            "by": "A reader", "subject": { "type": kind, "id": id }, "reason": "Look again.",
        });
        let flag = post(&record, "/v1/flags", body).await;
        assert_eq!(flag.status, 201, "{}", flag.text());
        let query = format!("/v1/flags?{kind}={}", super::id(id));
        let listed = record.get(&query).await.json();
        assert_eq!(listed["data"], json!([flag.json()]));
    }
    let seen = record
        .get(&format!("/v1/claims/{}", id(&claim["id"])))
        .await
        .json();
    assert_eq!(seen["flags"][0]["reason"], "Look again.");
    let both = format!("/v1/flags?claim={}&quote={}", id(&claim["id"]), id(&quote));
    record
        .get(&both)
        .await
        .names(400, "invalid_parameter", &["quote"]);
}
