"""Waits with boto3's own waiters right after each create."""

from kit import client, launch, same

quick = {"Delay": 1, "MaxAttempts": 120}
ec2 = client("ec2")

instance = launch(ec2)
for name in ("instance_exists", "instance_running", "instance_status_ok"):
    ec2.get_waiter(name).wait(InstanceIds=[instance], WaiterConfig=quick)
ec2.stop_instances(InstanceIds=[instance])
ec2.get_waiter("instance_stopped").wait(InstanceIds=[instance], WaiterConfig=quick)

image = ec2.create_image(InstanceId=instance, Name="boto3-waiters")["ImageId"]
for name in ("image_exists", "image_available"):
    ec2.get_waiter(name).wait(ImageIds=[image], WaiterConfig=quick)
snapshot = ec2.describe_images(ImageIds=[image])["Images"][0]["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]
ec2.get_waiter("snapshot_completed").wait(SnapshotIds=[snapshot], WaiterConfig=quick)

far = client("ec2", region_name="us-west-2")
copy = far.copy_image(SourceImageId=image, SourceRegion="us-east-1", Name="boto3-waiters")["ImageId"]
far.get_waiter("image_available").wait(ImageIds=[copy], WaiterConfig=quick)

group = ec2.create_security_group(GroupName="boto3-waiters", Description="waiters", VpcId=ec2.describe_vpcs()["Vpcs"][0]["VpcId"])["GroupId"]
ec2.get_waiter("security_group_exists").wait(GroupIds=[group], WaiterConfig=quick)
ec2.create_key_pair(KeyName="boto3-waiters")
ec2.get_waiter("key_pair_exists").wait(KeyNames=["boto3-waiters"], WaiterConfig=quick)

ec2.terminate_instances(InstanceIds=[instance])
ec2.get_waiter("instance_terminated").wait(InstanceIds=[instance], WaiterConfig=quick)
for region, made in ((ec2, image), (far, copy)):
    same(region.deregister_image(ImageId=made, DeleteAssociatedSnapshots=True)["Return"], True)
ec2.delete_security_group(GroupId=group)
ec2.delete_key_pair(KeyName="boto3-waiters")
