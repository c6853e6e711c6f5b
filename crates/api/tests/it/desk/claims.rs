//! Claims: written down, changed, linked, related, made one and two, listed and looked for.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::{done, filled, id, made, post, put, request, same_as_read, statement, summer};

#[actix_web::test]
async fn a_claim_is_written_down_changed_and_read_as_it_was() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let claim = made(&record, summer(&told)).await;
    assert_eq!(claim["state"], "open");
    assert_eq!(claim["made"], "2026-02-03T00:00:00Z");
    assert_eq!(claim["made_by"]["by"], "Ida Desk");
    assert_eq!(claim["claimants"][0]["speaker"]["name"], "Ada Quill");
    assert_eq!(claim["statements"][0]["statement"], told.as_str());
    assert_eq!(claim["statements"][0]["confirmed"]["by"], "Ida Desk");
    assert_eq!(claim["repeats"], Value::Null);
    let path = format!("/v1/claims/{}", id(&claim["id"]));
    let answer = put(
        &record,
        &path,
        json!({ "by": "Tom", "text": "The old bridge reopens before the summer." }),
    )
    .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    same_as_read(&record, &answer).await;
    let edited = answer.json();
    assert_eq!(edited["text"], "The old bridge reopens before the summer.");
    assert_eq!(edited["reference"], "bridge-1", "it stays");
    assert_eq!(edited["claimant"], Value::Null, "what is not given is gone");
    assert_eq!(edited["last"]["by"], "Tom");
    assert_eq!(edited["made_by"], claim["made_by"]);
    // The clock of the tests stands still: both entries are of the same instant, and the day before has none.
    let then = record.get(&format!("{path}?as_of=2026-03-01")).await.json();
    assert_eq!(then["text"], edited["text"]);
    let before = record.get(&format!("{path}?as_of=2026-02-28")).await;
    before.is_problem(404, "not_found");
    let log = record
        .get(&format!("/v1/corrections?claim={}", id(&claim["id"])))
        .await
        .json();
    let kinds: Vec<&Value> = log["data"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| &entry["kind"])
        .collect();
    assert_eq!(kinds, ["edit_claim", "make_claim"]);
    let undo = format!("/v1/corrections/{}/undo", id(&log["data"][0]["id"]));
    let undone = post(&record, &undo, json!({ "by": "Ida Desk" })).await;
    assert_eq!(undone.status, 201, "{}", undone.text());
    let restored = record.get(&path).await.json();
    assert_eq!(restored["text"], claim["text"]);
}

#[actix_web::test]
async fn statements_are_linked_in_part_and_rejected() {
    let record = filled().await;
    let (mayor, engineer) = (
        statement(&record, "summer").await,
        statement(&record, "pillars").await,
    );
    let claim = made(
        &record,
        json!({ "by": "Ida", "text": "The pillars are rotten." }),
    )
    .await;
    let linked = done(
        &record,
        &claim,
        "links",
        json!({ "by": "Tom", "statement": engineer, "part": [0, 11] }),
    )
    .await;
    assert_eq!(linked["statements"][0]["part"], json!([0, 11]));
    assert_eq!(linked["statements"][0]["confirmed"]["by"], "Tom");
    let of_statement = format!("/v1/statements/{engineer}/claims");
    let claims = record.get(&of_statement).await.json();
    assert_eq!(claims["linked"][0]["claim"]["id"], claim["id"]);
    assert_eq!(claims["linked"][0]["part"], json!([0, 11]));
    assert_eq!(claims["statement"], engineer.as_str());
    assert!(claims["worth"]["score"].is_f64(), "{claims}");
    let moved = done(
        &record,
        &claim,
        "links",
        json!({ "by": "Tom", "statement": engineer }),
    )
    .await;
    assert_eq!(moved["statements"][0]["part"], Value::Null);
    let rejected = done(
        &record,
        &claim,
        "rejections",
        json!({ "by": "Ida", "statement": engineer }),
    )
    .await;
    assert_eq!(rejected["statements"], json!([]));
    assert_eq!(rejected["rejected"][0]["statement"], engineer.as_str());
    assert_eq!(rejected["rejected"][0]["done"]["by"], "Ida");
    let claims = record.get(&of_statement).await.json();
    assert_eq!(
        (&claims["linked"], &claims["suggested"]),
        (&json!([]), &json!([]))
    );
    let other = record.get(&format!("/v1/statements/{mayor}/claims")).await;
    assert_eq!(other.json()["linked"], json!([]));
}

#[actix_web::test]
async fn claims_are_made_one_and_two_and_related() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let one = made(&record, summer(&told)).await;
    let other = made(
        &record,
        json!({ "by": "Ida", "text": "The bridge stays closed." }),
    )
    .await;
    let (first, second) = (id(&one["id"]), id(&other["id"]));
    let related = done(
        &record,
        &other,
        "relations",
        json!({ "by": "Ida", "to": first, "relation": "contradicts" }),
    )
    .await;
    assert_eq!(related["relations"][0]["claim"]["id"], one["id"]);
    assert_eq!(related["relations"][0]["relation"], "contradicts");
    assert_eq!(related["relations"][0]["reverse"], false);
    let seen = record.get(&format!("/v1/claims/{first}")).await.json();
    assert_eq!(seen["relations"][0]["reverse"], true);
    let unrelated = done(
        &record,
        &other,
        "relations",
        json!({ "by": "Ida", "to": first, "relation": null }),
    )
    .await;
    assert_eq!(unrelated["relations"], json!([]));
    let path = format!("/v1/claims/{second}/merge");
    let answer = post(&record, &path, json!({ "by": "Ida", "into": first })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    same_as_read(&record, &answer).await;
    let merged = answer.json();
    assert_eq!(merged["id"], one["id"]);
    assert_eq!(merged["merged"], json!([second]));
    let shown = record.get(&format!("/v1/claims/{second}")).await;
    assert_eq!(shown.json(), merged, "it is shown as the other");
    let late = post(
        &record,
        &format!("/v1/claims/{second}/state"),
        json!({ "by": "Ida", "state": "closed" }),
    )
    .await;
    let problem = late.is_problem(409, "conflict");
    assert!(
        problem["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains(&first))
    );
    let path = format!("/v1/claims/{first}/split");
    let body = json!({
        "by": "Ida", "text": "The bridge reopens in May.", "statements": [told],
    });
    let answer = post(&record, &path, body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    same_as_read(&record, &answer).await;
    assert_eq!(answer.json()["statements"], json!([]));
    let new = record.get(answer.header("location")).await.json();
    assert_eq!(new["text"], "The bridge reopens in May.");
    assert_eq!(new["statements"][0]["statement"], told.as_str());
}

#[actix_web::test]
async fn claims_are_assigned_moved_on_and_listed() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let one = made(&record, summer(&told)).await;
    let other = made(
        &record,
        json!({ "by": "Ida", "text": "The bridge stays closed." }),
    )
    .await;
    let assigned = done(
        &record,
        &one,
        "assignment",
        json!({ "by": "Ida", "to": "Tom" }),
    )
    .await;
    assert_eq!(assigned["assigned_to"], "Tom");
    let closed = done(
        &record,
        &other,
        "state",
        json!({ "by": "Ida", "state": "closed" }),
    )
    .await;
    assert_eq!(closed["state"], "closed");
    let listed = async |query: &str| -> Vec<String> {
        let list = record.get(&format!("/v1/claims?{query}")).await.json();
        let claims = list["data"].as_array().expect("a list").iter();
        claims.map(|claim| id(&claim["id"])).collect()
    };
    let (one, other) = (id(&one["id"]), id(&other["id"]));
    // Both were made in the same instant of a clock that stands still, so either may be the newer.
    let all = listed("").await;
    let mut sorted = all.clone();
    sorted.sort();
    let mut made = [one.as_str(), other.as_str()];
    made.sort_unstable();
    assert_eq!(sorted, made);
    assert_eq!(listed("state=closed").await, [other.as_str()]);
    assert_eq!(listed("assigned_to=Tom").await, [one.as_str()]);
    assert_eq!(listed("reference=bridge-1").await, [one.as_str()]);
    assert!(listed("rating=False").await.is_empty());
    let page = record.get("/v1/claims?limit=1").await;
    let link = page.header("link").to_owned();
    let next = link.trim_start_matches('<').split('>').next();
    let second = record.get(next.expect("an address")).await.json();
    assert_eq!(second["data"][0]["id"], all[1].as_str());
    assert_eq!(second["next"], Value::Null);
    let freed = format!("/v1/claims/{one}/assignment");
    let answer = post(&record, &freed, json!({ "by": "Ida", "to": null })).await;
    assert_eq!(answer.json()["assigned_to"], Value::Null);
}

#[actix_web::test]
async fn a_text_is_held_against_all_claims() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let claim = made(&record, summer(&told)).await;
    made(
        &record,
        json!({ "by": "Ida", "text": "Ferry fares in Kelmore tripled in 2019." }),
    )
    .await;
    let body = json!({ "text": "Is it so that Brackwater's old bridge reopens before the summer of 2027?" });
    let found = post(&record, "/v1/claims/match", body).await.json();
    let best = &found["data"][0];
    assert_eq!(best["claim"]["id"], claim["id"]);
    assert!(best["score"].as_f64().is_some_and(|score| score > 0.0));
    assert_eq!(best["agreement"]["missing_numbers"], json!(["2026"]));
    let names = best["agreement"]["names"].as_array().expect("a list");
    assert!(names.contains(&json!("Brackwater")), "{best}");
    let quill = json!({ "by": "Ida", "text": "Ada Quill voted against the ferry bill in 2019." });
    let quill = made(&record, quill).await;
    let said = json!({ "text": "I was against it, and I voted that way.", "speaker": "Ada Quill" });
    let found = post(&record, "/v1/claims/match", said).await.json();
    assert_eq!(found["data"][0]["claim"]["id"], quill["id"]);
    let none = post(
        &record,
        "/v1/claims/match",
        json!({ "text": "?!", "limit": 5 }),
    )
    .await;
    none.names(422, "invalid_field", &["text"]);
}

#[actix_web::test]
async fn whoever_has_it_open_keeps_others_from_changing_it() {
    let record = filled().await;
    let told = statement(&record, "summer").await;
    let claim = made(&record, summer(&told)).await;
    let path = format!("/v1/claims/{}", id(&claim["id"]));
    let lock = format!("{path}/lock");
    let open = put(&record, &lock, json!({ "by": "Ida" })).await.json();
    assert_eq!(
        open,
        json!({ "by": "Ida", "until": "2026-03-01T12:10:00Z" })
    );
    assert_eq!(record.get(&path).await.json()["lock"], open);
    let body = json!({ "by": "Tom" });
    put(&record, &lock, body.clone())
        .await
        .is_problem(409, "conflict");
    let freed = record.send(request(Method::DELETE, &lock, &body)).await;
    freed.is_problem(409, "conflict");
    let state = json!({ "by": "Tom", "state": "in_review" });
    let refused = post(&record, &format!("{path}/state"), state.clone()).await;
    let problem = refused.is_problem(409, "conflict");
    assert!(
        problem["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains("Ida"))
    );
    let own = json!({ "by": "Ida", "state": "closed" });
    assert_eq!(
        post(&record, &format!("{path}/state"), own).await.status,
        200
    );
    let freed = record
        .send(request(Method::DELETE, &lock, &json!({ "by": "Ida" })))
        .await;
    assert_eq!((freed.status, freed.body.len()), (204, 0));
    assert_eq!(record.get(&path).await.json()["lock"], Value::Null);
    assert_eq!(
        post(&record, &format!("{path}/state"), state).await.status,
        200
    );
    let lock = format!("/v1/statements/{told}/lock");
    assert_eq!(
        put(&record, &lock, json!({ "by": "Ida" })).await.status,
        200
    );
    put(&record, &lock, json!({ "by": "Tom" }))
        .await
        .is_problem(409, "conflict");
    let dismissed = format!("/v1/statements/{told}/dismissal");
    post(&record, &dismissed, json!({ "by": "Tom" }))
        .await
        .is_problem(409, "conflict");
}
