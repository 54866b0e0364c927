//! The part of the help that explains `--fault`.

macro_rules! fault_help {
    () => {
        "\
Faults:
  --fault 'TARGET=STEP,STEP,…' makes requests fail; several are tried in the
  order given.

  TARGET  [METHOD ]PATH, where PATH may end with *, or an endpoint by name:
          chat, completions, embeddings, responses, messages, images,
          moderations, rerank, speech, transcriptions. All paths of an endpoint
          count as one, such as /chat/completions, /v1/chat/completions and
          /openai/deployments/MODEL/chat/completions
  STEP    500, 429, …  responds with this status; the request is not executed
          slow:2s      responds that much later; also written 2s or 200ms
          cut:3        closes the connection after three events of a stream, or
                       within the body
          drop         executes the request and closes the connection without a
                       response
          slow:2s+500  a delay together with one of the others
          500*3        applies three times; also written 500:3

  Steps apply one after another, each once unless it says how often. A single
  step without a number applies forever, as does the last one with *forever.
  When the sandbox stops, the steps that were not used up are named on stderr.
"
    };
}

pub(super) use fault_help;
