// Which package holds the program for this platform, and what to say if it is missing.
"use strict";
const path = require("node:path");
const { name, optionalDependencies } = require("./package.json");

const platform = `${process.platform}-${process.arch}`;
const wanted = `@${name}/${platform}`;

/** The path of the program, or undefined if the platform's package is not installed. */
exports.program = () => {
  const file = process.platform === "win32" ? "litellm-proxy.exe" : "litellm-proxy";
  try {
    return path.join(path.dirname(require.resolve(`${wanted}/package.json`)), "bin", file);
  } catch {
    return undefined;
  }
};

/** The error for a missing package. */
exports.explain = () => {
  if (!(wanted in optionalDependencies)) {
    const known = Object.keys(optionalDependencies).map((other) => other.split("/")[1]);
    return `error: ${name} has no program for ${platform}; it has one for ${known.join(", ")}\n` +
      "hint: build it with `cargo install --locked litellm-proxy`";
  }
  return `error: the package ${wanted}, which holds the program, is not installed\n` +
    "hint: npm leaves it out with `--omit=optional` and `--no-optional`, and where a lock file or node_modules comes from\n" +
    `another platform: delete both and install again, or add the package itself: npm install ${wanted}@${require("./package.json").version}`;
};
