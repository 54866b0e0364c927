//! Daily activity, summed as requests are recorded: one row per day, key, user, team, customer, list of tags and model,
//! so that reports never read single requests.

use rusqlite::types::Value as SqlValue;
use rusqlite::{params, params_from_iter};
use serde_json::Value;

use super::requests::LogRow;
use super::{Sql, Tables};

/// Whose activity a report groups by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActivityScope {
    User,
    Team,
    Customer,
    Tag,
}

/// A filter of rows.
#[derive(Debug, Clone)]
pub(crate) struct DayFilter {
    pub(crate) entity: ActivityScope,
    /// The first and the last day.
    pub(crate) days: (String, String),
    pub(crate) ids: Option<Vec<String>>,
    pub(crate) without: Vec<String>,
    pub(crate) api_keys: Option<Vec<String>>,
    pub(crate) model: Option<String>,
    /// Only requests of this user.
    pub(crate) user: Option<String>,
}

/// Sums of requests, tokens and spend.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Amounts {
    pub(crate) spend: f64,
    pub(crate) prompt_tokens: i64,
    pub(crate) completion_tokens: i64,
    pub(crate) successful: i64,
    pub(crate) failed: i64,
    pub(crate) milliseconds: i64,
}

/// The activity of an entity on a day, with one key and model.
#[derive(Debug, Clone)]
pub(crate) struct DayLine {
    pub(crate) day: String,
    pub(crate) entity: String,
    pub(crate) api_key: String,
    pub(crate) model: String,
    pub(crate) model_group: String,
    pub(crate) provider: String,
    pub(crate) endpoint: String,
    pub(crate) amounts: Amounts,
}

/// What spend is summed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpendColumn {
    Key,
    Day,
    Model,
}

impl SpendColumn {
    const fn name(self) -> &'static str {
        match self {
            Self::Key => "api_key",
            Self::Day => "day",
            Self::Model => "model",
        }
    }
}

/// The spend of a tag.
#[derive(Debug, Clone)]
pub(crate) struct TagSpend {
    pub(crate) tag: String,
    pub(crate) requests: i64,
    pub(crate) spend: f64,
    pub(crate) first_day: String,
    pub(crate) last_day: String,
}

impl ActivityScope {
    /// Returns the table and the column of a scope.
    fn source(self) -> (&'static str, &'static str) {
        match self {
            Self::User => ("days", "days.user"),
            Self::Team => ("days", "days.team_id"),
            Self::Customer => ("days", "days.customer"),
            Self::Tag => ("days, json_each(days.tags) AS tag", "tag.value"),
        }
    }
}

impl DayFilter {
    fn sql(&self) -> (String, Vec<SqlValue>) {
        let (source, column) = self.entity.source();
        let mut sql = format!(" FROM {source} WHERE day BETWEEN ? AND ?");
        let mut values: Vec<SqlValue> = vec![self.days.0.clone().into(), self.days.1.clone().into()];
        let mut list = |sql: &mut String, column: &str, is: &str, names: &[String]| {
            let marks = vec!["?"; names.len()].join(", ");
            sql.push_str(&format!(" AND {column} {is} ({marks})"));
            values.extend(names.iter().cloned().map(SqlValue::from));
        };
        if let Some(ids) = &self.ids {
            list(&mut sql, column, "IN", ids);
        }
        if !self.without.is_empty() {
            list(&mut sql, column, "NOT IN", &self.without);
        }
        if let Some(keys) = &self.api_keys {
            list(&mut sql, "days.api_key", "IN", keys);
        }
        for (column, name) in [("days.model", &self.model), ("days.user", &self.user)] {
            if let Some(name) = name {
                list(&mut sql, column, "IN", std::slice::from_ref(name));
            }
        }
        if self.entity == ActivityScope::Customer {
            sql.push_str(" AND days.customer <> ''");
        }
        (sql, values)
    }
}

/// The columns by which rows are grouped, after the entity.
const GROUP: &str = "days.api_key, days.model, days.model_group, days.provider, days.endpoint";

impl Tables<'_> {
    /// Adds a request to the row of its day.
    pub(super) fn add_to_day(&self, request: &LogRow<'_>, endpoint: &str) -> Sql<()> {
        let day = request.started.get(..10).unwrap_or_default();
        // A request without a deployment has no provider.
        let provider = Some(request.custom_llm_provider).filter(|provider| !provider.is_empty()).unwrap_or("unknown");
        let tags = Value::from(request.request_tags).to_string();
        let is_failed = request.status == "failure";
        let milliseconds = if is_failed { 0 } else { request.request_duration_ms };
        let [prompt, completion] =
            [request.prompt_tokens, request.completion_tokens].map(|tokens| i64::try_from(tokens).unwrap_or(i64::MAX));
        let sql = "INSERT INTO days (day, user, team_id, customer, tags, api_key, model, model_group, provider, endpoint, spend, \
             prompt_tokens, completion_tokens, successful, failed, milliseconds) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT DO UPDATE SET spend = spend + excluded.spend, \
             prompt_tokens = prompt_tokens + excluded.prompt_tokens, \
             completion_tokens = completion_tokens + excluded.completion_tokens, \
             successful = successful + excluded.successful, failed = failed + excluded.failed, \
             milliseconds = milliseconds + excluded.milliseconds";
        self.connection.prepare_cached(sql)?.execute(params![
            day,
            request.user,
            request.team_id,
            request.end_user,
            tags,
            request.api_key,
            request.model,
            request.group(),
            provider,
            endpoint,
            request.spend,
            prompt,
            completion,
            i64::from(!is_failed),
            i64::from(is_failed),
            milliseconds,
        ])?;
        Ok(())
    }

    /// Returns a page of rows, the latest day first.
    pub(crate) fn days(&self, filter: &DayFilter, before: i64, most: i64) -> Sql<Vec<DayLine>> {
        let (from, mut values) = filter.sql();
        let (_, entity) = filter.entity.source();
        let sql = format!(
            "SELECT days.day, {entity}, {GROUP}, sum(spend), sum(prompt_tokens), sum(completion_tokens), sum(successful), \
             sum(failed), sum(milliseconds){from} GROUP BY days.day, {entity}, {GROUP} \
             ORDER BY days.day DESC, {entity}, {GROUP} LIMIT ? OFFSET ?"
        );
        values.extend([SqlValue::Integer(most), SqlValue::Integer(before)]);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let lines = statement.query_map(params_from_iter(values), |row| {
            Ok(DayLine {
                day: row.get(0)?,
                entity: row.get(1)?,
                api_key: row.get(2)?,
                model: row.get(3)?,
                model_group: row.get(4)?,
                provider: row.get(5)?,
                endpoint: row.get(6)?,
                amounts: Amounts {
                    spend: row.get(7)?,
                    prompt_tokens: row.get(8)?,
                    completion_tokens: row.get(9)?,
                    successful: row.get(10)?,
                    failed: row.get(11)?,
                    milliseconds: row.get(12)?,
                },
            })
        })?;
        lines.collect()
    }

    /// Returns the number of rows.
    pub(crate) fn count_days(&self, filter: &DayFilter) -> Sql<i64> {
        let (from, values) = filter.sql();
        let (_, entity) = filter.entity.source();
        let sql = format!("SELECT count(*) FROM (SELECT 1{from} GROUP BY days.day, {entity}, {GROUP})");
        self.connection.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))
    }

    /// Returns the total spend in dollars.
    pub(crate) fn total_spend(&self) -> Sql<Option<f64>> {
        self.connection.prepare_cached("SELECT sum(spend) FROM days")?.query_row([], |row| row.get(0))
    }

    /// Returns the spend since a day by the values of a column, the highest first; of one key or all.
    pub(crate) fn spend_by(&self, column: SpendColumn, first: &str, api_key: Option<&str>) -> Sql<Vec<(String, f64)>> {
        let column = column.name();
        let sql = format!(
            "SELECT {column}, sum(spend) FROM days WHERE day >= ?1 AND (?2 IS NULL OR api_key = ?2) GROUP BY {column} \
             ORDER BY sum(spend) DESC, {column}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let sums = statement.query_map(params![first, api_key], |row| Ok((row.get(0)?, row.get(1)?)))?;
        sums.collect()
    }

    /// Returns the spend of each tag between two days.
    pub(crate) fn spend_by_tag(&self, first: &str, last: &str) -> Sql<Vec<TagSpend>> {
        let sql = "SELECT tag.value, sum(successful + failed), sum(spend), min(day), max(day) FROM days, json_each(days.tags) AS tag \
             WHERE day BETWEEN ? AND ? GROUP BY tag.value ORDER BY tag.value";
        let mut statement = self.connection.prepare_cached(sql)?;
        let tags = statement.query_map([first, last], |row| {
            Ok(TagSpend {
                tag: row.get(0)?,
                requests: row.get(1)?,
                spend: row.get(2)?,
                first_day: row.get(3)?,
                last_day: row.get(4)?,
            })
        })?;
        tags.collect()
    }
}
