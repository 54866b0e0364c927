//! Chat completions: whole, streamed, with tools, with an image: `cargo run --example chat -- MODEL`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use std::error::Error;

use litellm_proxy_client::Client;
use litellm_proxy_client::chat::{ChatRequest, Message, Part, Tool};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let model = std::env::args().nth(1).unwrap_or_else(|| "mock-gpt".to_owned());
    let client = Client::from_env()?;
    whole(&client, &model).await?;
    streamed(&client, &model).await?;
    with_tools(&client, &model).await?;
    with_image(&client, &model).await
}

async fn whole(client: &Client, model: &str) -> Result<(), Box<dyn Error>> {
    let messages = [Message::system("You are a helpful assistant."), Message::user("What's the capital of France?")];
    let request = ChatRequest::new(model, messages).temperature(0.2).max_tokens(100);
    let response = client.chat().completions().create(&request).await?;
    println!("whole: {}", response.text());

    // The response headers report the call's cost, id and deployment.
    let info = response.call_info();
    println!("cost: {} dollars, call {}", info.cost.unwrap_or_default(), info.call_id.unwrap_or_default());
    Ok(())
}

async fn streamed(client: &Client, model: &str) -> Result<(), Box<dyn Error>> {
    let request = ChatRequest::new(model, [Message::user("Tell me a story")]);
    let mut stream = client.chat().completions().stream(&request).await?;
    print!("streamed: ");
    while let Some(chunk) = stream.next().await {
        print!("{}", chunk?.delta());
    }
    println!();
    Ok(())
}

async fn with_tools(client: &Client, model: &str) -> Result<(), Box<dyn Error>> {
    #[derive(serde::Deserialize)]
    struct Weather {
        city: String,
    }
    let parameters = json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    let mut request = ChatRequest::new(model, [Message::user("What's the weather in Paris?")]).tools([Tool::function(
        "get_weather",
        "The weather in a city",
        parameters,
    )]);
    let response = client.chat().completions().create(&request).await?;
    let Some(message) = response.message().filter(|message| !message.tool_calls.is_empty()) else {
        println!("without a tool: {}", response.text());
        return Ok(());
    };

    // Send the model's message back unchanged, followed by the result of each function it called.
    request = request.message(message.clone());
    for call in &message.tool_calls {
        let Weather { city } = call.function.parse()?;
        println!("called: {} for {city}", call.function.name);
        request = request.message(Message::tool(&call.id, format!("21 °C in {city}")));
    }
    let response = client.chat().completions().create(&request).await?;
    println!("with a tool: {}", response.text());
    Ok(())
}

async fn with_image(client: &Client, model: &str) -> Result<(), Box<dyn Error>> {
    let red_dot = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\
        \0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82";
    let message = Message::user([Part::text("What is in this picture?"), Part::image("image/png", red_dot)]);
    let response = client.chat().completions().create(&ChatRequest::new(model, [message])).await?;
    println!("with an image: {}", response.text());
    Ok(())
}
