"""Reads EC2's own sentences, which people search for."""

from kit import base_image, client, launch, refusal, same

ec2 = client("ec2")
stranger = "i-0123456789abcdef0"
expected = {
    lambda: ec2.describe_instances(InstanceIds=[stranger]): ("InvalidInstanceID.NotFound", f"The instance ID '{stranger}' does not exist"),
    lambda: ec2.describe_images(ImageIds=["ami-0123456789abcdef0"]): ("InvalidAMIID.NotFound", "The image id '[ami-0123456789abcdef0]' does not exist"),
    lambda: ec2.describe_images(ImageIds=["ami-xyz"]): ("InvalidAMIID.Malformed", 'Invalid id: "ami-xyz"'),
    lambda: ec2.describe_images(ImageIds=["xyz"]): ("InvalidAMIID.Malformed", 'Invalid id: "xyz" (expecting "ami-...")'),
    lambda: ec2.delete_snapshot(SnapshotId="snap-0123456789abcdef0"): ("InvalidSnapshot.NotFound", "The snapshot 'snap-0123456789abcdef0' does not exist."),
    lambda: ec2.describe_images(ImageIds=[base_image(ec2)["ImageId"]], DryRun=True): ("DryRunOperation", "Request would have succeeded, but DryRun flag is set."),
}
for call, answer in expected.items():
    same(refusal(call), answer)

instance = launch(ec2, DisableApiTermination=True)
ec2.get_waiter("instance_exists").wait(InstanceIds=[instance], WaiterConfig={"Delay": 1, "MaxAttempts": 30})
same(
    refusal(lambda: ec2.terminate_instances(InstanceIds=[instance])),
    ("OperationNotPermitted", f"The instance '{instance}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again."),
)
ec2.modify_instance_attribute(InstanceId=instance, DisableApiTermination={"Value": False})
ec2.terminate_instances(InstanceIds=[instance])
