'use strict';
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');

/** The commands that the files of a folder name: `RunInstances` for RunInstancesCommand. */
exports.commandsIn = function commandsIn(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.ts'));
  const names = files.flatMap((file) =>
    [...readFileSync(path.join(folder, file), 'utf8').matchAll(/\b([A-Z]\w+)Command\b/g)].map((match) => match[1]),
  );
  // The client of S3 sends this one by itself.
  return new Set([...names, 'CreateSession']);
};

/** A client's index without what nobody here imports: the class with all operations, paginators, waiters, models. */
exports.withoutExtras = function withoutExtras(source) {
  return source
    .split('\n')
    .filter((line) => /"\.\/(\w+Client|commands|models\/\w+ServiceException)"/.test(line))
    .join('\n');
};

/** The index of a client's commands with the used ones only. */
exports.onlyUsedCommands = function onlyUsedCommands(source, used) {
  return source
    .split('\n')
    .filter((line) => used.has(/"\.\/(\w+)Command"/.exec(line)?.[1]))
    .join('\n');
};

/**
 * A client's runtime schemas with those only that the used commands reach. esbuild finds the same, but anew for each
 * function and in all 3,400 of EC2's, which took most of the time of the build.
 */
exports.onlyReachedSchemas = function onlyReachedSchemas(source, used) {
  const statements = source.split(/^(?=\S)/m).reduce((all, piece) => {
    if (/^[\]})]/.test(piece)) all[all.length - 1] += piece;
    else all.push(piece);
    return all;
  }, []);
  const declared = new Map();
  for (const statement of statements) {
    const name = /^(?:export )?(?:var|const|let) ([\w$]+)/.exec(statement)?.[1];
    if (name) declared.set(name, statement);
  }
  const reached = new Set();
  const reach = (text) => {
    for (const [name] of text.matchAll(/[A-Za-z_$][\w$]*/g)) {
      if (reached.has(name) || !declared.has(name)) continue;
      reached.add(name);
      reach(declared.get(name));
    }
  };
  // Schemas end with a dollar; whatever else is exported or done at the top stays.
  const others = statements.filter(
    (statement) => !/^(?:export )?(?:var|const|let) /.test(statement) || /^export \w+ \w+\b(?!\$)/.test(statement),
  );
  others.forEach(reach);
  for (const command of used) reach(`${command}$`);
  return statements
    .filter((statement) => {
      const name = /^(?:export )?(?:var|const|let) ([\w$]+)/.exec(statement)?.[1];
      return !name || reached.has(name);
    })
    .join('');
};
