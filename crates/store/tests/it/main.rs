//! The store, as seen from outside, on both databases.

mod changes;
mod damage;
mod fixture;
mod opening;
mod postgres;
mod put;
mod reading;
mod speakers;
mod texts;
