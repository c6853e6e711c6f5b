//! The addresses under `/_elastic`.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Resource, web};
use onrecord_engine::Engine;
use serde_json::{Value, json};

use super::address::Address;
use super::answer;
use super::asked::Asked;
use super::error::Refusal;
use super::fields::{self, INDEX, fits};
use super::hits;
use super::object::{Object, list, scalar};
use crate::budget::Budget;
use crate::parameters::shown;
use crate::payload;
use crate::problem::REQUEST_ID;

/// Largest body of a search, in bytes.
const LARGEST_BODY: usize = 1 << 20;
/// Most searches of one `_msearch`.
const MOST_SEARCHES: usize = 100;
/// The version whose forms these are.
const VERSION: &str = "8.19.0";

/// Mounts everything under `/_elastic`.
pub(crate) fn configure(config: &mut web::ServiceConfig) {
    let read = |path: &str| web::resource(path.to_owned()).default_service(web::to(no_method));
    let get = |path: &str, route: fn() -> actix_web::Route| read(path).route(route());
    let both = |resource: Resource, make: fn() -> actix_web::Route| {
        resource
            .route(make().method(actix_web::http::Method::GET))
            .route(make().method(actix_web::http::Method::POST))
    };
    let info = || web::get().to(info);
    let scope = web::scope("/_elastic")
        .service(
            web::resource(["", "/"])
                .route(info())
                .route(web::head().to(self::info))
                .default_service(web::to(no_method)),
        )
        .service(get("/_cluster/health", || web::get().to(health)))
        .service(get("/_cluster/health/{index}", || web::get().to(health)))
        .service(get("/_cat/indices", || web::get().to(indices)))
        .service(get("/_cat/indices/{index}", || web::get().to(indices)))
        .service(get("/_mapping", || web::get().to(mapping)))
        .service(get("/{index}/_mapping", || web::get().to(mapping)))
        .service(both(read("/_field_caps"), || web::route().to(capabilities)))
        .service(both(read("/{index}/_field_caps"), || {
            web::route().to(capabilities)
        }))
        .service(both(read("/_search"), || web::route().to(search)))
        .service(both(read("/{index}/_search"), || web::route().to(search)))
        .service(both(read("/_count"), || web::route().to(count)))
        .service(both(read("/{index}/_count"), || web::route().to(count)))
        .service(both(read("/_msearch"), || web::route().to(searches)))
        .service(both(read("/{index}/_msearch"), || {
            web::route().to(searches)
        }))
        .default_service(web::to(no_handler));
    config.service(scope);
}

/// Logs what went wrong on this side, under the request's id.
fn told<T>(request: &HttpRequest, outcome: Result<T, Refusal>) -> Result<T, Refusal> {
    if let Err(refusal) = &outcome {
        let id = request.headers().get(REQUEST_ID);
        refusal.log(id.and_then(|id| id.to_str().ok()).unwrap_or_default());
    }
    outcome
}

async fn no_method(request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let (uri, method) = (shown(request.path()), request.method());
    Err(Refusal::no_handler(
        format!("Incorrect HTTP method for uri [{uri}] and method [{method}]"),
        StatusCode::METHOD_NOT_ALLOWED,
    ))
}

async fn no_handler(request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let (uri, method) = (shown(request.path()), request.method());
    Err(Refusal::no_handler(
        format!(
            "no handler found for uri [{uri}] and method [{method}]; docs/elasticsearch.md says what there is"
        ),
        StatusCode::BAD_REQUEST,
    ))
}

/// What server this is.
async fn info(request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let address = Address::read(&request)?;
    let is_pretty = address.is_pretty;
    address.finish()?;
    let info = json!({
        "name": "onrecord",
        "cluster_name": "onrecord",
        "cluster_uuid": "_na_",
        "version": {
            "number": VERSION,
            "build_flavor": "default",
            "build_type": "onrecord",
            "build_snapshot": false,
            "minimum_wire_compatibility_version": VERSION,
            "minimum_index_compatibility_version": VERSION,
        },
        "tagline": format!("onrecord {}, answering a part of what Elasticsearch does", env!("CARGO_PKG_VERSION")),
    });
    Ok(answer::json(&request, &info, is_pretty))
}

/// Whether searches are answered.
async fn health(engine: web::Data<Engine>, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let mut address = Address::read(&request)?;
    // It is not waited for: who asks again is told again.
    for name in [
        "wait_for_status",
        "wait_for_no_initializing_shards",
        "level",
    ] {
        address.text(name);
    }
    let is_pretty = address.is_pretty;
    address.finish()?;
    index(&request)?;
    let state = told(&request, engine.index_state().await.map_err(Refusal::from))?;
    let status = if state.is_ready() { "green" } else { "red" };
    let shards = u8::from(state.is_ready());
    let health = json!({
        "cluster_name": "onrecord",
        "status": status,
        "timed_out": false,
        "number_of_nodes": 1,
        "number_of_data_nodes": 1,
        "active_primary_shards": shards,
        "active_shards": shards,
        "relocating_shards": 0,
        "initializing_shards": 1 - shards,
        "unassigned_shards": 0,
        "delayed_unassigned_shards": 0,
        "number_of_pending_tasks": 0,
        "number_of_in_flight_fetch": 0,
        "task_max_waiting_in_queue_millis": 0,
        "active_shards_percent_as_number": f64::from(shards) * 100.0,
    });
    Ok(answer::json(&request, &health, is_pretty))
}

/// The one index there is.
async fn indices(engine: web::Data<Engine>, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let mut address = Address::read(&request)?;
    if address.text("format").as_deref() != Some("json") {
        return Err(Refusal::unsupported("[_cat/indices] without format=json"));
    }
    let is_pretty = address.is_pretty;
    address.finish()?;
    index(&request)?;
    let counted = told(&request, hits::count(&engine, None).await)?;
    let rows = json!([{
        "health": "green",
        "status": "open",
        "index": INDEX,
        "pri": "1",
        "rep": "0",
        "docs.count": counted["count"].to_string(),
    }]);
    Ok(answer::json(&request, &rows, is_pretty))
}

/// The fields there are.
async fn mapping(request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let address = Address::read(&request)?;
    let is_pretty = address.is_pretty;
    address.finish()?;
    index(&request)?;
    Ok(answer::json(&request, &fields::mapping(), is_pretty))
}

/// What may be done with which field.
async fn capabilities(
    budget: web::Data<Budget>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Refusal> {
    let mut address = Address::read(&request)?;
    let is_pretty = address.is_pretty;
    let in_address = address.text("fields");
    address.finish()?;
    index(&request)?;
    let body = body(&budget, &request, payload).await?;
    let mut object = Object::new("the body of a field_caps", body)?;
    let in_body = object.take("fields").map_or_else(Vec::new, list);
    object.finish()?;
    let mut patterns = in_body
        .iter()
        .map(|name| scalar("a name of [fields]", name))
        .collect::<Result<Vec<String>, Refusal>>()?;
    let names = in_address.as_deref().map(|names| names.split(','));
    patterns.extend(
        names
            .into_iter()
            .flatten()
            .map(|name| name.trim().to_owned()),
    );
    if patterns.is_empty() {
        return Err(Refusal::argument("[fields] is missing: `*` asks for all"));
    }
    Ok(answer::json(
        &request,
        &fields::capabilities(&patterns),
        is_pretty,
    ))
}

async fn search(
    engine: web::Data<Engine>,
    budget: web::Data<Budget>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Refusal> {
    let mut address = Address::read(&request)?;
    let is_pretty = address.is_pretty;
    address.only("search_type", "query_then_fetch")?;
    let as_number = address.truth("rest_total_hits_as_int")?;
    address
        .truth("typed_keys")
        .and_then(refused("typed_keys"))?;
    index(&request)?;
    let body = body(&budget, &request, payload).await?;
    let asked = Asked::read(body, &mut address, engine.now())?;
    address.finish()?;
    let mut found = told(&request, hits::search(&engine, asked).await)?;
    if as_number {
        as_one_number(&mut found);
    }
    Ok(answer::json(&request, &found, is_pretty))
}

async fn count(
    engine: web::Data<Engine>,
    budget: web::Data<Budget>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Refusal> {
    let mut address = Address::read(&request)?;
    let is_pretty = address.is_pretty;
    index(&request)?;
    let body = body(&budget, &request, payload).await?;
    let query = Asked::only_query(body, &mut address, engine.now())?;
    address.finish()?;
    let counted = told(&request, hits::count(&engine, query.line()).await)?;
    Ok(answer::json(&request, &counted, is_pretty))
}

/// Several searches: lines of JSON, by turns what index and what to search for.
async fn searches(
    engine: web::Data<Engine>,
    budget: web::Data<Budget>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Refusal> {
    let begun = std::time::Instant::now();
    let mut address = Address::read(&request)?;
    let is_pretty = address.is_pretty;
    address.only("search_type", "query_then_fetch")?;
    let as_number = address.truth("rest_total_hits_as_int")?;
    address
        .truth("typed_keys")
        .and_then(refused("typed_keys"))?;
    address.finish()?;
    index(&request)?;
    let mut share = budget.share();
    let bytes = payload::elastic(&request, payload, LARGEST_BODY, &mut share).await?;
    let lines = lines(&bytes)?;
    let mut answers = Vec::new();
    for pair in lines.chunks(2) {
        let [head, body] = pair else {
            return Err(Refusal::argument(
                "the body has a line too many, or one too few: by turns there is a header and a search",
            ));
        };
        let outcome = told(&request, one_of_several(&engine, head, body).await);
        answers.push(match outcome {
            Ok(mut found) => {
                if as_number {
                    as_one_number(&mut found);
                }
                found["status"] = json!(200);
                found
            }
            Err(refusal) => refusal.json(),
        });
    }
    let answer = json!({
        "took": u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        "responses": answers,
    });
    Ok(answer::json(&request, &answer, is_pretty))
}

async fn one_of_several(engine: &Engine, head: &Value, body: &Value) -> Result<Value, Refusal> {
    let mut head = Object::new("the header of a search", head.clone())?;
    for name in head.take("index").map_or_else(Vec::new, list) {
        known(&scalar("[index]", &name)?)?;
    }
    head.ignore_if("search_type", |given| given == "query_then_fetch")?;
    for name in [
        "ignore_unavailable",
        "allow_no_indices",
        "expand_wildcards",
        "preference",
        "request_cache",
        "max_concurrent_shard_requests",
        "allow_partial_search_results",
        "ccs_minimize_roundtrips",
    ] {
        head.take(name);
    }
    head.finish()?;
    let asked = Asked::read(body.clone(), &mut Address::default(), engine.now())?;
    hits::search(engine, asked).await
}

/// The lines of a body, each as JSON.
fn lines(bytes: &[u8]) -> Result<Vec<Value>, Refusal> {
    let lines = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty());
    let mut values = Vec::new();
    for (number, line) in lines.enumerate() {
        if number == 2 * MOST_SEARCHES {
            return Err(Refusal::argument(format!(
                "one _msearch has at most {MOST_SEARCHES} searches"
            )));
        }
        values.push(
            parsed(line).map_err(|why| {
                Refusal::parsing(format!("line {} is not JSON: {why}", number + 1))
            })?,
        );
    }
    if values.is_empty() {
        return Err(Refusal::argument("there is no search in the body"));
    }
    Ok(values)
}

fn parsed(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(bytes)
}

/// The body as an object; an empty one where there is none.
async fn body(
    budget: &Budget,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<Value, Refusal> {
    let mut share = budget.share();
    let bytes = payload::elastic(request, payload, LARGEST_BODY, &mut share).await?;
    if bytes.trim_ascii().is_empty() {
        return Ok(json!({}));
    }
    parsed(&bytes).map_err(|why| Refusal::parsing(format!("the body is not JSON: {why}")))
}

/// Refuses any index but ours, in the path.
fn index(request: &HttpRequest) -> Result<(), Refusal> {
    match request.match_info().get("index") {
        None => Ok(()),
        Some(names) => names.split(',').try_for_each(known),
    }
}

fn known(name: &str) -> Result<(), Refusal> {
    if name == "_all" || fits(name, INDEX) {
        return Ok(());
    }
    Err(Refusal::no_index(&shown(name)))
}

fn refused(name: &'static str) -> impl Fn(bool) -> Result<(), Refusal> {
    move |is_set| match is_set {
        true => Err(Refusal::unsupported(format!("[{name}]"))),
        false => Ok(()),
    }
}

/// As versions before 7 tell how many hits there are.
fn as_one_number(found: &mut Value) {
    let total = found["hits"]["total"]["value"].take();
    if !total.is_null() {
        found["hits"]["total"] = total;
    }
}
