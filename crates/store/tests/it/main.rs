//! The store, as seen from outside, on both databases.

mod again;
mod as_of;
mod as_of_properties;
mod before_sources;
mod changes;
mod correction_log;
mod correction_properties;
mod corrections;
mod correctors;
mod damage;
mod desk;
mod facts;
mod fixture;
mod manner;
mod opening;
mod postgres;
mod put;
mod reading;
mod sources;
mod speakers;
mod survival;
mod texts;
mod views;
