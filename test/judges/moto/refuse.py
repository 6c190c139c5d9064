"""Sends the requests of a JSON file to EC2 and prints, as JSON by name, the code and text that each is refused with.

Usage: python3 refuse.py requests.json [address]
Without an address moto answers. A request is {name, action, input}; "$name" in an input stands for what `prepare` made.
"""

import json
import logging
import os
import sys
import time

REGION = "us-east-1"
os.environ.setdefault("AWS_ACCESS_KEY_ID", "test")
os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "test")
os.environ.setdefault("AWS_DEFAULT_REGION", REGION)
# Moto checks these only when it is asked to.
for name in ("MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION", "MOTO_ENABLE_KEYPAIR_VALIDATION", "MOTO_ENABLE_AMI_VALIDATION"):
    os.environ[name] = "true"
logging.disable(logging.CRITICAL)

import boto3  # noqa: E402
from botocore.config import Config  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402
from moto import mock_aws  # noqa: E402


def until(read, holds):
    """Reads until it holds: a new resource may be unknown for a moment."""
    for _ in range(600):
        try:
            answer = read()
            if holds(answer):
                return answer
        except ClientError as error:
            if "NotFound" not in error.response["Error"]["Code"]:
                raise
        time.sleep(0.05)
    raise RuntimeError("what was prepared is not there after 30 seconds")


def instance_state(ec2, id):
    return lambda: ec2.describe_instances(InstanceIds=[id])["Reservations"][0]["Instances"][0]["State"]["Name"]


def prepare(ec2):
    """Makes what the requests speak of: instances in three states, an image, a group, a key, a template."""
    subnet = ec2.describe_subnets()["Subnets"][0]
    base = ec2.describe_images(Owners=["amazon"], Filters=[{"Name": "architecture", "Values": ["x86_64"]}, {"Name": "root-device-type", "Values": ["ebs"]}])["Images"][0]["ImageId"]

    def launch():
        made = ec2.run_instances(ImageId=base, InstanceType="m7i.large", MinCount=1, MaxCount=1, SubnetId=subnet["SubnetId"])
        id = made["Instances"][0]["InstanceId"]
        until(instance_state(ec2, id), lambda state: state == "running")
        return id

    running, stopped, terminated = launch(), launch(), launch()
    ec2.stop_instances(InstanceIds=[stopped])
    ec2.terminate_instances(InstanceIds=[terminated])
    until(instance_state(ec2, stopped), lambda state: state == "stopped")
    until(instance_state(ec2, terminated), lambda state: state == "terminated")
    ec2.modify_instance_attribute(InstanceId=running, DisableApiTermination={"Value": True})

    def image(name):
        id = ec2.create_image(InstanceId=stopped, Name=name)["ImageId"]
        read = lambda: ec2.describe_images(ImageIds=[id])["Images"][0]
        return until(read, lambda found: found["State"] == "available")

    kept, gone = image("kept"), image("gone")
    ec2.deregister_image(ImageId=gone["ImageId"])
    group = ec2.create_security_group(GroupName="kept", Description="a group", VpcId=subnet["VpcId"])["GroupId"]
    https = [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]
    until(lambda: ec2.describe_security_groups(GroupIds=[group]), bool)
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=https)
    ec2.create_key_pair(KeyName="kept")
    template = ec2.create_launch_template(LaunchTemplateName="kept", LaunchTemplateData={"ImageId": kept["ImageId"]})
    return {
        "base": base,
        "running": running,
        "stopped": stopped,
        "terminated": terminated,
        "image": kept["ImageId"],
        "snapshot": kept["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"],
        "gone": gone["ImageId"],
        "subnet": subnet["SubnetId"],
        "vpc": subnet["VpcId"],
        "group": group,
        "template": template["LaunchTemplate"]["LaunchTemplateId"],
    }


def filled(value, made):
    if isinstance(value, dict):
        return {name: filled(item, made) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, made) for item in value]
    return made[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def answer(ec2, request, made):
    try:
        ec2._make_api_call(request["action"], filled(request["input"], made))
        return None
    except ClientError as error:
        return {"code": error.response["Error"]["Code"], "text": error.response["Error"]["Message"]}
    except Exception as error:
        # Moto breaks on some requests: the name of Python's error stands for that.
        return {"code": type(error).__name__, "text": str(error)[:300]}


def main():
    with open(sys.argv[1]) as file:
        requests = json.load(file)
    address = sys.argv[2] if len(sys.argv) > 2 else None
    # What boto3 itself would refuse is sent too.
    config = Config(parameter_validation=False, retries={"total_max_attempts": 1})

    def run():
        ec2 = boto3.client("ec2", region_name=REGION, endpoint_url=address, config=config)
        made = prepare(ec2)
        return {request["name"]: answer(ec2, request, made) for request in requests}

    if address:
        print(json.dumps(run()))
    else:
        with mock_aws():
            print(json.dumps(run()))


main()
