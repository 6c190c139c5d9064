"""Makes launch templates with the client token that boto3 adds to each call, and with one of its own."""

from kit import base_image, client, refusal, same

ec2 = client("ec2")
data = {"ImageId": base_image(ec2)["ImageId"], "InstanceType": "m7i.large"}
first = ec2.create_launch_template(LaunchTemplateName="boto3-once", LaunchTemplateData=data, ClientToken="token-1")
again = ec2.create_launch_template(LaunchTemplateName="boto3-once", LaunchTemplateData=data, ClientToken="token-1")
id = first["LaunchTemplate"]["LaunchTemplateId"]
same(again["LaunchTemplate"]["LaunchTemplateId"], id)
code, _ = refusal(lambda: ec2.create_launch_template(LaunchTemplateName="boto3-other", LaunchTemplateData=data, ClientToken="token-1"))
same(code, "IdempotentParameterMismatch")
code, _ = refusal(lambda: ec2.create_launch_template(LaunchTemplateName="boto3-once", LaunchTemplateData=data))
same(code, "InvalidLaunchTemplateName.AlreadyExistsException")

version = ec2.create_launch_template_version(LaunchTemplateId=id, SourceVersion="1", LaunchTemplateData={"InstanceType": "m7i.xlarge"})
same(version["LaunchTemplateVersion"]["VersionNumber"], 2)
ec2.modify_launch_template(LaunchTemplateId=id, DefaultVersion="2")
versions = ec2.describe_launch_template_versions(LaunchTemplateName="boto3-once", Versions=["$Default"])["LaunchTemplateVersions"]
same(versions[0]["LaunchTemplateData"], {**data, "InstanceType": "m7i.xlarge"})
ec2.delete_launch_template(LaunchTemplateId=id)
