/** A project of PyPI, as a fixture. */
export interface PythonProject {
  readonly name: string;
  /** Oldest first. */
  readonly versions: string[];
  readonly requires: string[];
  readonly megabytes: number;
  /** Modules that it brings; by default its own name. */
  readonly modules: string[];
  /** Console scripts that it brings: the name, which runs the first module. */
  readonly scripts: string[];
}

const table = `
torch 2.0.1,2.1.0,2.1.2,2.2.0,2.2.1,2.2.2 filelock,typing-extensions,sympy,networkx,jinja2,fsspec 755 torch torchrun
torchvision 0.15.2,0.16.0,0.16.2,0.17.0,0.17.1,0.17.2 numpy,torch,pillow 7
torchaudio 2.0.2,2.1.0,2.1.2,2.2.0,2.2.1,2.2.2 torch 3
numpy 1.24.4,1.26.2,1.26.4 - 18
filelock 3.13.1 - 1
typing-extensions 4.9.0,4.10.0 - 1 typing_extensions
sympy 1.12 mpmath 6
mpmath 1.3.0 - 1
networkx 3.2.1 - 2
jinja2 3.1.3 markupsafe 1
markupsafe 2.1.5 - 1
fsspec 2024.2.0 - 1
pillow 10.2.0 - 5 PIL
transformers 4.37.2,4.38.2,4.39.3 filelock,huggingface-hub,numpy,packaging,pyyaml,regex,requests,tokenizers,safetensors,tqdm 9 transformers transformers-cli
huggingface-hub 0.21.4 filelock,fsspec,requests,tqdm,pyyaml,typing-extensions,packaging 1 huggingface_hub huggingface-cli
tokenizers 0.15.2 huggingface-hub 4
safetensors 0.4.2 - 1
accelerate 0.27.2,0.28.0 numpy,packaging,psutil,pyyaml,torch,huggingface-hub,safetensors 1 accelerate accelerate
datasets 2.17.1,2.18.0 filelock,numpy,pyarrow,pandas,requests,tqdm,huggingface-hub,packaging,pyyaml 1
wandb 0.16.3,0.16.4 click,requests,psutil,pyyaml,setproctitle 3 wandb wandb
pyarrow 15.0.0 numpy 38
pandas 2.1.4,2.2.1 numpy,python-dateutil,pytz,tzdata 13
scipy 1.11.4,1.12.0 numpy 38
scikit-learn 1.4.0,1.4.1 numpy,scipy,joblib,threadpoolctl 12 sklearn
joblib 1.3.2 - 1
threadpoolctl 3.3.0 - 1
matplotlib 3.8.2,3.8.3 numpy,pillow,packaging 12
tensorflow 2.15.0,2.16.1 numpy,packaging,requests,six,typing-extensions 590
jax 0.4.24,0.4.25 numpy,scipy 2
jaxlib 0.4.24,0.4.25 numpy,scipy 78
psutil 5.9.8 - 1
click 8.1.7 - 1
setproctitle 1.3.3 - 1
pyyaml 6.0.1 - 1 yaml
regex 2023.12.25 - 1
tqdm 4.66.2 - 1
packaging 23.2 - 1
requests 2.31.0 charset-normalizer,idna,urllib3,certifi 1
charset-normalizer 3.3.2 - 1 charset_normalizer
idna 3.6 - 1
urllib3 2.0.7,2.2.1 - 1
certifi 2024.2.2 - 1
python-dateutil 2.8.2 six 1 dateutil
pytz 2024.1 - 1
tzdata 2024.1 - 1
six 1.16.0 - 1
boto3 1.34.50,1.34.69 botocore,jmespath,s3transfer 1
botocore 1.34.50,1.34.69 jmespath,python-dateutil,urllib3 12
jmespath 1.0.1 - 1
s3transfer 0.10.0 botocore 1
awscli 1.32.50,1.32.69 botocore,s3transfer,pyyaml 4 awscli
pytest 7.4.4,8.0.2,8.1.1 iniconfig,packaging,pluggy 1 pytest pytest
iniconfig 2.0.0 - 1
pluggy 1.4.0 - 1
jupyterlab 4.1.4 - 11 jupyterlab jupyter-lab
ipython 8.22.1 - 1 IPython ipython
wheel 0.42.0 - 1
setuptools 69.1.1 - 1
pip 23.3.2,24.0 - 2
virtualenv 20.25.1 filelock 4 virtualenv virtualenv
ninja 1.11.1 - 1 ninja ninja
pysam 0.22.0 - 20
biopython 1.83 numpy 3 Bio
`;

/** Returns the name as PyPI compares it: case, `_` and `.` do not count. */
export const normalizedName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

/** The projects that pip finds here, by normalized name. Anything else is "no matching distribution". */
export const pythonIndex: ReadonlyMap<string, PythonProject> = new Map(
  table
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', versions = '', requires = '-', megabytes = '1', modules = name, scripts = ''] = line.split(' ');
      return [
        normalizedName(name),
        {
          name,
          versions: versions.split(','),
          requires: requires === '-' ? [] : requires.split(','),
          megabytes: Number(megabytes),
          modules: [modules === name ? name.replaceAll('-', '_') : modules],
          scripts: scripts === '' ? [] : [scripts],
        },
      ];
    }),
);

/** Builds that an extra index serves, and the label in their versions. */
export const wheelLabels: Record<string, string> = { cpu: '+cpu', cu118: '+cu118', cu121: '+cu121' };
