// Puts the program in the place of the script that runs it, which saves the start of Node.js at every call. Where that is not
// possible the script stays, and works.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { program } = require("./platform.js");

const source = program();
// Windows runs `bin` through Node.js in any case, and so does Yarn, whose packages can stay zipped.
const yarn = /^yarn\//.test(process.env.npm_config_user_agent ?? "");
if (source !== undefined && process.platform !== "win32" && !yarn) {
  const script = path.join(__dirname, "bin", "litellm-proxy");
  const temporary = `${script}.${process.pid}`;
  try {
    fs.linkSync(source, temporary);
    fs.renameSync(temporary, script);
  } catch {
    // Another file system, or no permission.
  }
  // `rename` does nothing if both are the same file already.
  fs.rmSync(temporary, { force: true });
}
