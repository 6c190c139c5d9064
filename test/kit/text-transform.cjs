/** Lets tests import shell scripts as text, as the bundles do. */
module.exports = { process: (text) => ({ code: `module.exports = ${JSON.stringify(text)};` }) };
