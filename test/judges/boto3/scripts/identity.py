"""Uses the credentials of an instance's metadata service, and keys that are wrong."""

import json
import os
import time

from kit import client, launch, refusal, same

ec2, ssm, iam = client("ec2"), client("ssm"), client("iam")
profile = iam.list_instance_profiles()["InstanceProfiles"][0]["InstanceProfileName"]
instance = launch(ec2, IamInstanceProfile={"Name": profile})


def run(script):
    for _ in range(300):
        try:
            sent = ssm.send_command(InstanceIds=[instance], DocumentName="AWS-RunShellScript", Parameters={"commands": [script]})
            break
        except ssm.exceptions.InvalidInstanceId:
            time.sleep(0.2)
    command = sent["Command"]["CommandId"]
    ssm.get_waiter("command_executed").wait(CommandId=command, InstanceId=instance, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    return ssm.get_command_invocation(CommandId=command, InstanceId=instance)["StandardOutputContent"]


address = "http://169.254.169.254/latest"
answer = json.loads(
    run(
        f"""T=$(curl -s -X PUT {address}/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: 60')
R=$(curl -s -H "X-aws-ec2-metadata-token: $T" {address}/meta-data/iam/security-credentials/)
curl -s -H "X-aws-ec2-metadata-token: $T" {address}/meta-data/iam/security-credentials/$R"""
    )
)
own = dict(aws_access_key_id=answer["AccessKeyId"], aws_secret_access_key=answer["SecretAccessKey"], aws_session_token=answer["Token"])
same((answer["Code"], answer["Type"]), ("Success", "AWS-HMAC"))
arn = client("sts", **own).get_caller_identity()["Arn"]
assert ":assumed-role/" in arn and arn.endswith(f"/{instance}"), arn
code, text = refusal(lambda: client("ec2", **own).deregister_image(ImageId="ami-0123456789abcdef0"))
same(code in ("UnauthorizedOperation", "InvalidAMIID.NotFound"), True)
ec2.terminate_instances(InstanceIds=[instance])

stranger = dict(aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="wrong")
same(
    refusal(lambda: client("ec2", **stranger).describe_regions()),
    ("AuthFailure", "AWS was not able to validate the provided access credentials"),
)
same(refusal(lambda: client("sts", **stranger).get_caller_identity())[0], "InvalidClientTokenId")
same(refusal(lambda: client("s3", **stranger).list_buckets())[0], "InvalidAccessKeyId")
same(refusal(lambda: client("ssm", **stranger).get_parameter(Name="a"))[0], "UnrecognizedClientException")

wrong = dict(aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"], aws_secret_access_key="wrong")
same(refusal(lambda: client("ec2", **wrong).describe_regions()), ("AuthFailure", "AWS was not able to validate the provided access credentials"))
for service, call in (("s3", "list_buckets"), ("sts", "get_caller_identity")):
    same((service, refusal(getattr(client(service, **wrong), call))[0]), (service, "SignatureDoesNotMatch"))
same(refusal(lambda: client("ssm", **wrong).get_parameter(Name="a"))[0], "InvalidSignatureException")

for call in ("describe_state_machine", "start_execution"):
    name = refusal(lambda: getattr(client("stepfunctions"), call)(stateMachineArn="not-an-arn"))[0]
    same((call, name), (call, "InvalidArn"))
same(refusal(lambda: client("stepfunctions").describe_execution(executionArn="not-an-arn"))[0], "InvalidArn")
