"""What the scripts share: clients of local mode, whose address and keys are in the environment."""

import boto3
from botocore.exceptions import ClientError


def client(service, **more):
    return boto3.client(service, **more)


def base_image(ec2):
    filters = [{"Name": "name", "Values": ["al2023-ami-2023.*-x86_64"]}]
    return ec2.describe_images(Owners=["amazon"], Filters=filters)["Images"][0]


def launch(ec2, **more):
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    made = ec2.run_instances(ImageId=base_image(ec2)["ImageId"], InstanceType="m7i.large", MinCount=1, MaxCount=1, SubnetId=subnet, **more)
    return made["Instances"][0]["InstanceId"]


def refusal(call):
    """The code and text that a call is refused with."""
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError("the call was not refused")


def same(seen, expected):
    if seen != expected:
        raise AssertionError(f"{seen!r} is not {expected!r}")
