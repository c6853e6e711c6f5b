//! Primary sources: what was said itself, with what was said around it.

use actix_web::http::StatusCode;

use crate::site::Site;

#[actix_web::test]
async fn an_empty_list_says_how_sources_come_in() {
    let site = Site::empty().await;
    assert!(site.page("/sources").await.contains("onrecord import FILE"));
    let nowhere = "/sources/00000000-0000-7000-8000-000000000000";
    site.page_with(nowhere, StatusCode::NOT_FOUND).await;
    site.page_with("/sources/7", StatusCode::NOT_FOUND).await;
    site.page_with("/sources?cursor=x", StatusCode::BAD_REQUEST)
        .await;
}
