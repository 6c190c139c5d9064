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
  [
    'def counter(start=0):\n    n = start\n    def more(by=1):\n        nonlocal n\n        n += by\n        return n\n    return more\nmore = counter(5)\nmore()\nprint(more(by=2))',
    '8\n',
  ],
  [
    'class Shape:\n    sides = 0\n    def __init__(self, name):\n        self.name = name\n    def __str__(self):\n        return f"{self.name}: {self.sides}"\nclass Square(Shape):\n    sides = 4\n    @property\n    def area(self):\n        return self.sides ** 2\nprint(Square("s"), Square("t").area)',
    's: 4 16\n',
  ],
  ['n = 0\nwhile True:\n    n += 1\n    if n == 3:\n        continue\n    if n > 5:\n        break\nprint(n)', '6\n'],
  [
    'print([x * 2 for x in range(4) if x % 2], {k: len(k) for k in ("a", "bb")}, f"{1:.2f}")',
    "[2, 6] {'a': 1, 'bb': 2} 1.00\n",
  ],
  [
    'try:\n    try:\n        {}["a"]\n    except KeyError as error:\n        raise ValueError("bad") from error\nexcept ValueError as error:\n    print("caught", error)',
    'caught bad\n',
  ],
  ['for line in open("/etc/os-release"):\n    if line.startswith("ID="):\n        print(line.strip())', 'ID="amzn"\n'],
  [
    'import json\nprint(json.dumps({"b": [1, "ü"], "a": None}, indent=2, sort_keys=True), json.loads("[1]"))',
    '{\n  "a": null,\n  "b": [\n    1,\n    "\\u00fc"\n  ]\n} [1]\n',
  ],
  [
    'import platform, sys\nprint(platform.python_version(), sys.version.split()[0], sys.version_info >= (3, 9), sys.platform)',
    '3.9.16 3.9.16 True linux\n',
  ],
  ['import time\nbegin = time.time()\ntime.sleep(90)\nprint(round(time.time() - begin))', '90\n'],
  [
    'import os, pathlib, glob, shutil\nos.makedirs("/opt/d/e", exist_ok=True)\npathlib.Path("/opt/d/e/f.txt").write_text("x")\nprint(glob.glob("/opt/d/**/*.txt", recursive=True), list(os.walk("/opt/d")), os.path.getsize("/opt/d/e/f.txt"))\nshutil.rmtree("/opt/d")\nprint(os.path.exists("/opt/d"), shutil.which("python3"))',
    "['/opt/d/e/f.txt'] [('/opt/d', ['e'], []), ('/opt/d/e', [], ['f.txt'])] 1\nFalse /usr/bin/python3\n",
  ],
])('%s', async (source, stdout) => {
  expect(await python(source)).toMatchObject({ exitCode: 0, stdout, stderr: '' });
});

test.each([
  ['assert 1 == 2, "no"', 'AssertionError: no'],
  ['print(unknown)', "NameError: name 'unknown' is not defined"],
  ['print(1 / 0)', 'ZeroDivisionError'],
  ['raise ValueError("bad")', 'ValueError: bad'],
  ['[1][5]', 'IndexError'],
  ['import os\nos.remove("/opt/none")', "FileNotFoundError: [Errno 2] No such file or directory: '/opt/none'"],
  ['import subprocess\nsubprocess.run(["ls"])', 'subprocess.run: the simulation of local mode does not have it'],
  [
    'import urllib.request',
    "ModuleNotFoundError: No module named 'urllib' (the simulation of local mode does not have it)",
  ],
  ['import js', "ModuleNotFoundError: No module named 'js'"],
  ['match 1:\n    case 1:\n        pass', 'local mode runs Python scripts in MicroPython'],
  ['def f(n):\n    return f(n + 1)\nf(0)', 'RuntimeError: maximum recursion depth exceeded'],
])('%s fails', async (source, message) => {
  expect(await python(source)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(message) });
});

test('sys.exit gives its code, and a text goes to standard error', async () => {
  expect((await python('import sys\nsys.exit(3)')).exitCode).toBe(3);
  expect(await python('import sys\nsys.exit("reason")')).toMatchObject({ exitCode: 1, stderr: 'reason\n' });
});

test('a module beside the script is imported', async () => {
  await one.run('printf "VERSION = \'7\'\\n" > /opt/settings.py');
  expect((await python('from settings import VERSION\nprint(VERSION)')).stdout).toBe('7\n');
});

test('a traceback has the lines of the script and nothing else', async () => {
  expect(await python('def f():\n    open("/opt/none")\n\nf()')).toEqual(
    expect.objectContaining({
      exitCode: 1,
      stderr:
        'Traceback (most recent call last):\n  File "/opt/p.py", line 4, in <module>\n  File "/opt/p.py", line 2, in f\n' +
        "FileNotFoundError: [Errno 2] No such file or directory: '/opt/none'\n",
    }),
  );
});

test('what a script writes is in the files of the guest, with the owner and the mode that a program gives', async () => {
  await python('with open("/opt/out.txt", "w") as f:\n    f.write("one\\n")\n    f.write("tw\u00f6\\n")');
  await python(
    'with open("/opt/out.txt", "a") as f:\n    f.write("three\\n")\nimport os\nos.chmod("/opt/out.txt", 0o640)',
  );
  expect((await one.run('cat /opt/out.txt; stat -c "%a %U" /opt/out.txt')).stdout).toBe(
    'one\ntw\u00f6\nthree\n640 root\n',
  );
  await python(
    'import os\nos.rename("/opt/out.txt", "/opt/moved.txt")\nos.mkdir("/opt/empty")\nos.rmdir("/opt/empty")',
  );
  expect((await one.run('ls /opt/out.txt /opt/empty; cat /opt/moved.txt | head -1')).stdout).toBe('one\n');
  await python('import os\nos.remove("/opt/moved.txt")');
  expect((await one.run('test -e /opt/moved.txt; echo $?')).stdout).toBe('1\n');
});

test('a user reads and writes only what it may', async () => {
  await one.run('useradd other; echo secret >/opt/secret; chmod 600 /opt/secret');
  const asOther = (source: string) => one.run(`cd /tmp; sudo -u other python3 -c '${source}'`);
  for (const source of ['open("/opt/secret")', 'open("/opt/secret", "w")', 'open("/opt/new", "w")'])
    expect(await asOther(source)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('PermissionError: [Errno 13] Permission denied'),
    });
  const tried = 'try:\n    open("/opt/secret")\nexcept PermissionError as e:\n    print(e.errno, e.filename)';
  expect((await asOther(tried)).stdout).toBe('13 /opt/secret\n');
  expect((await asOther('import os; open("/tmp/own", "w").write("x"); print(os.getuid() > 0)')).stdout).toBe('True\n');
  expect((await one.run('stat -c %U /tmp/own; cat /opt/secret')).stdout).toBe('other\nsecret\n');
});

test('arguments, the environment, the working directory and standard input are those of the guest', async () => {
  await one.run(
    'echo "import os, sys; print(sys.argv[1:], os.environ[\'X\'], os.getcwd(), sys.stdin.read())" > /opt/a.py',
  );
  expect((await one.run('cd /var; echo in | X=1 python3 /opt/a.py a "b c"')).stdout).toBe("['a', 'b c'] 1 /var in\n\n");
  expect((await one.run('python3 -c "import os; print(\'PATH\' in os.environ, len(os.environ) < 20)"')).stdout).toBe(
    'True True\n',
  );
  expect((await one.run('echo "print(6 * 7)" | python3')).stdout).toBe('42\n');
});

test('no name leads out of the guest', async () => {
  const ways =
    'import _guest\nfor name in ("constructor", "__proto__", "call", "ask.constructor"):\n    print(getattr(_guest, name, None), getattr(_guest.ask, name, None))';
  expect((await python(ways)).stdout).toBe('None None\n'.repeat(4));
});

test('argparse reads what scripts give', async () => {
  await one.run(`cat >/opt/arg.py <<'PY'
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("file")
parser.add_argument("-n", "--count", type=int, default=1)
parser.add_argument("--dry-run", action="store_true")
args = parser.parse_args()
print(args.file, args.count, args.dry_run)
PY`);
  expect((await one.run('python3 /opt/arg.py x --count=3 --dry-run')).stdout).toBe('x 3 True\n');
  expect(await one.run('python3 /opt/arg.py')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('the following arguments are required: file'),
  });
});

test('packages of pip tell their version, and that they have nothing else', async () => {
  await one.run('yum install -y python3.11-pip; pip3.11 install numpy pytest');
  expect(
    (
      await one.run(
        'python3.11 -c "import numpy, importlib.metadata as m; print(numpy.__version__ == m.version(\'numpy\'))"',
      )
    ).stdout,
  ).toBe('True\n');
  expect(await one.run('python3.11 -c "import numpy; numpy.zeros(3)"')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('the simulation of local mode has only the version of a package'),
  });
  await one.run(`mkdir -p /opt/t; cat >/opt/t/test_a.py <<'PY'
import sys
LIMIT = 3

def helper():
    return LIMIT

def test_good():
    assert helper() == 3

def test_bad():
    assert helper() == 4, "not four"

def test_with(tmp_path):
    pass
PY`);
  expect(await one.run('cd /opt/t; python3.11 -m pytest')).toMatchObject({
    exitCode: 1,
    stdout: expect.stringMatching(
      /collected 3 items[\s\S]*test_with: parameters and fixtures \(tmp_path\) are not modeled[\s\S]*test_good PASSED[\s\S]*test_bad FAILED[\s\S]*not four[\s\S]*2 failed, 1 passed/,
    ),
  });
});

test('an endless script runs until it is ended', async () => {
  expect(await one.run('timeout 5 python3 -c "while True: pass"; echo $?', 300)).toMatchObject({ stdout: '124\n' });
});

test('sleeping lets simulated time pass', async () => {
  const before = one.seconds();
  await one.run('python3 -c "import time; time.sleep(40)"');
  expect(one.seconds() - before).toBeGreaterThanOrEqual(40);
});
