import { computer, type Computer } from './computer';

let one: Computer;
beforeAll(async () => {
  one = await computer();
});

const python = (source: string) => one.run(`cat > /opt/p.py <<'PY'\n${source}\nPY\npython3 /opt/p.py`);

test.each([
  ['print(1 + 2 * 3, 7 // 2, 7 / 2, -7 % 3)', '7 3 3.5 2\n'],
  ['x = "a"; x += "b"; print(f"{x}-{len(x)} {x=}", x.upper())', "ab-2 x='ab' AB\n"],
  ['print((3, 11) >= (3, 9), 1 < 2 < 3, "b" in "abc", None is None, not [])', 'True True True True True\n'],
  [
    'for name, size in (("a", 1), ("b", 2)):\n    if size > 1:\n        print(name)\n    elif name == "a":\n        print("first")\n    else:\n        pass',
    'first\nb\n',
  ],
  [
    'try:\n    import nothing\nexcept ImportError as e:\n    print("caught", e)\nfinally:\n    print("end")',
    "caught No module named 'nothing'\nend\n",
  ],
  ['import sys, os\nprint(sys.version_info[:2], sys.argv, os.path.exists("/opt/p.py"))', "(3, 9) ['/opt/p.py'] True\n"],
  ['d = {"a": [1, 2]}\nprint(d["a"][-1], d.get("b", 0), d)', "2 0 {'a': [1, 2]}\n"],
])('%s', async (source, stdout) => {
  expect(await python(source)).toMatchObject({ exitCode: 0, stdout, stderr: '' });
});

test.each([
  ['assert 1 == 2, "no"', 'AssertionError: no'],
  ['print(unknown)', "NameError: name 'unknown' is not defined"],
  ['print(1 / 0)', 'ZeroDivisionError'],
  ['raise ValueError("bad")', 'ValueError: bad'],
  ['[1][5]', 'IndexError'],
  ['def f():\n    return 1', 'not understood'],
  ['print([x for x in (1, 2)])', 'not understood'],
  ['import os\nos.remove("/etc/passwd")', 'os.remove is not understood'],
  ['print(f"{1:.2f}")', 'not understood'],
])('%s fails', async (source, message) => {
  expect(await python(source)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(message) });
});

test('sys.exit gives its code, and a text goes to standard error', async () => {
  expect((await python('import sys\nsys.exit(3)')).exitCode).toBe(3);
  expect(await python('import sys\nsys.exit("reason")')).toMatchObject({ exitCode: 1, stderr: 'reason\n' });
});

test('a module beside the script is imported, as far as it holds plain values', async () => {
  await one.run('printf "VERSION = \'7\'\\n" > /opt/settings.py');
  expect((await python('from settings import VERSION\nprint(VERSION)')).stdout).toBe('7\n');
});
