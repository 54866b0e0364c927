//! Budgets, customers, access groups and spend: `cargo run --example budgets_and_spend -- MODEL`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use std::time::Duration;

use litellm_proxy_client::access_groups::NewAccessGroup;
use litellm_proxy_client::budgets::{BudgetUpdate, NewBudget};
use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::customers::NewCustomer;
use litellm_proxy_client::models::NewModel;
use litellm_proxy_client::spend::{ActivityFilter, ActivityScope, Metrics};
use litellm_proxy_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let model = std::env::args().nth(1).unwrap_or_else(|| "priced-gpt".to_owned());
    let client = Client::from_env()?;
    let name = format!("example-{}", std::process::id());

    // A budget for customers; each of them can spend it in full.
    let budget = NewBudget::default().budget_id(&name).max_budget(10.0).budget_duration("30d");
    client.budgets().create(&budget).await?;
    let outcome = serve_customer(&client, &name, &model).await;
    client.budgets().delete(&name).await?;
    outcome?;

    // A name for a set of models, which keys and teams can list instead of the models.
    client.models().add(&NewModel::new(&name).param("model", "openai/gpt-4o").param("mock_response", "hi")).await?;
    let outcome = group_access(&client, &name).await;
    client.models().delete_by_name(&name).await?;
    outcome
}

async fn serve_customer(client: &Client, name: &str, model: &str) -> Result<(), Error> {
    if let Some(budget) = client.budgets().update(name, &BudgetUpdate::default().max_budget(20.0)).await? {
        println!("budget: {} dollars", budget.max_budget.unwrap_or_default());
    }
    client.customers().create(&NewCustomer::new(name).alias("Example & Co").budget_id(name)).await?;
    let outcome = spend(client, name, model).await;
    client.customers().delete([name]).await?;
    outcome
}

async fn spend(client: &Client, customer: &str, model: &str) -> Result<(), Error> {
    let prompt = Message::user("Hello, how are you?");
    let cost = client.spend().cost_of_prompt(model, std::slice::from_ref(&prompt)).await?.cost;
    println!("the prompt costs {cost} dollars");

    let response = client.chat().completions().create(&ChatRequest::new(model, [prompt]).user(customer)).await?;
    println!("with the completion: {} dollars", response.call_info().cost.unwrap_or_default());

    // The server records spend with a delay of some seconds.
    let mut spent = 0.0;
    for _ in 0..60 {
        spent = client.customers().get(customer).await?.spend.unwrap_or_default();
        if spent > 0.0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    println!("{customer} spent {spent} dollars");

    let mut sum = Metrics::default();
    let mut days =
        client.spend().daily_activity_all(ActivityScope::Users, &ActivityFilter::between("2025-01-01", "2099-12-31"));
    while let Some(day) = days.next().await {
        sum += day?.metrics;
    }
    println!("in all: {} requests, {:.2} dollars", sum.api_requests, sum.spend);
    Ok(())
}

async fn group_access(client: &Client, name: &str) -> Result<(), Error> {
    let group = format!("{name}-group");
    client.access_groups().create(&NewAccessGroup::new(&group).model_names([name])).await?;
    let models = client.access_groups().get(&group).await?.into_inner().model_names;
    println!("access group: {:?}", models.unwrap_or_default());
    client.access_groups().delete(&group).await?;
    Ok(())
}
