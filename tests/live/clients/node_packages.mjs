// The OpenAI package for Node.js, and the AI SDK with its two providers for OpenAI.

import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { embedMany, generateText, streamText } from "ai";
import OpenAI from "openai";

const [url, key, , encoded] = process.argv.slice(2);
const models = JSON.parse(encoded);
const outcomes = {};

async function check(name, call) {
  try {
    outcomes[name] = await call();
  } catch (error) {
    outcomes[name] = `${error.name} ${error.status ?? error.statusCode ?? error.lastError?.statusCode}`;
  }
}

const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const messages = [{ role: "user", content: "Hello" }];

async function joined(stream, textOf) {
  let text = "";
  for await (const piece of stream) text += textOf(piece) ?? "";
  return text;
}

await check("openai chat", async () => (await client.chat.completions.create({ model: models.chat, messages })).choices[0].message.content);
await check("openai chat streamed", async () =>
  joined(await client.chat.completions.create({ model: models.chat, messages, stream: true }), (piece) => piece.choices[0]?.delta?.content));
await check("openai responses", async () => (await client.responses.create({ model: models.chat, input: "Hello" })).output_text);
await check("openai responses streamed", async () =>
  joined(await client.responses.create({ model: models.chat, input: "Hello", stream: true }), (event) => event.type === "response.output_text.delta" && event.delta || ""));
await check("openai embeddings", async () => (await client.embeddings.create({ model: models.embedding, input: ["a", "b"], encoding_format: "float" })).data.length);
await check("openai moderation", async () => (await client.moderations.create({ model: models.moderation, input: "Hello" })).results[0].flagged);
await check("openai unknown model", async () => client.chat.completions.create({ model: "no-such-model", messages }));
await check("openai wrong key", async () => new OpenAI({ baseURL: `${url}/v1`, apiKey: "sk-wrong-key-wrong-key", maxRetries: 0 }).models.list());

const compatible = createOpenAICompatible({ name: "litellm", baseURL: `${url}/v1`, apiKey: key });
const openai = createOpenAI({ baseURL: `${url}/v1`, apiKey: key });
const ask = (model) => ({ model, prompt: "Hello", maxRetries: 0, onError: () => {} });
await check("ai chat", async () => (await generateText(ask(compatible(models.chat)))).text);
await check("ai chat streamed", async () => joined(streamText(ask(compatible(models.chat))).textStream, (text) => text));
await check("ai mock streamed", async () => joined(streamText(ask(compatible("mock-gpt"))).textStream, (text) => text));
await check("ai responses", async () => (await generateText(ask(openai(models.chat)))).text);
await check("ai responses streamed", async () => joined(streamText(ask(openai(models.chat))).textStream, (text) => text));
await check("ai embeddings", async () => (await embedMany({ model: compatible.textEmbeddingModel(models.embedding), values: ["a", "b"], maxRetries: 0 })).embeddings.length);
await check("ai unknown model", async () => (await generateText(ask(compatible("no-such-model")))).text);

console.log(JSON.stringify(outcomes));
