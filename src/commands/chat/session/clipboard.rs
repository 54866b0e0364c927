//! Copies text through the terminal, which works over SSH too.

use anyhow::Result;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::context::Context;
use crate::failure::Failure;

/// Terminals drop more: 100,000 bytes in base64.
const LONGEST: usize = 74_994;

/// Asks the terminal to copy a text (OSC 52). Terminals do not report whether they did.
pub(super) fn copy(context: &mut Context, text: &str) -> Result<()> {
    if text.is_empty() {
        return Err(Failure::Refused("the last answer has no text".to_owned()).into());
    }
    if text.len() > LONGEST {
        let length = text.len();
        return Err(Failure::Refused(format!("terminals copy at most {LONGEST} bytes; the answer has {length}")).into());
    }
    context.output.text(&format!("\u{1b}]52;c;{}\u{7}", BASE64_STANDARD.encode(text)))?;
    context.output.flush()?;
    context.output.note("copied the last answer, if this terminal allows it (OSC 52)");
    Ok(())
}
