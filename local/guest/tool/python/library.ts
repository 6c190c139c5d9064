import argparse from './library/argparse.py';
import errno from './library/_errno.py';
import glob from './library/glob.py';
import hashlib from './library/_hashlib.py';
import importlib from './library/importlib/__init__.py';
import json from './library/_json.py';
import metadata from './library/importlib/metadata.py';
import os from './library/_os.py';
import platform from './library/_platform.py';
import re from './library/_re.py';
import shutil from './library/shutil.py';
import start from './library/_start.py';
import subprocess from './library/subprocess.py';
import sys from './library/_sys.py';
import tests from './library/_tests.py';
import torch from './library/_torch.py';
import typing from './library/typing.py';
import util from './library/importlib/util.py';

const modules: Record<string, string> = {
  '_errno.py': errno,
  '_hashlib.py': hashlib,
  '_json.py': json,
  '_os.py': os,
  '_platform.py': platform,
  '_re.py': re,
  '_start.py': start,
  '_sys.py': sys,
  '_tests.py': tests,
  '_torch.py': torch,
  'argparse.py': argparse,
  'glob.py': glob,
  'importlib/__init__.py': importlib,
  'importlib/metadata.py': metadata,
  'importlib/util.py': util,
  'shutil.py': shutil,
  'subprocess.py': subprocess,
  'typing.py': typing,
};

/** Returns the modules of the standard library that are our own, as files that the guest does not have. */
export function libraryOf(directory: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(modules).map(([name, text]) => [`${directory}/${name}`, text]));
}
