"""Lists images by every filter that the model of boto3 documents for DescribeImages."""

import re

from kit import base_image, client, refusal, same

ec2 = client("ec2")
text = ec2.meta.service_model.operation_model("DescribeImages").input_shape.members["Filters"].documentation
documented = [name for name in re.findall(r"<li>\s*<p>\s*<code>([a-z][a-z.-]*)</code>", text)]
assert len(documented) > 30, documented

refused = []
for name in documented:
    values = ["nothing-has-this"]
    try:
        found = ec2.describe_images(Filters=[{"Name": name, "Values": values}])["Images"]
        same(found, [])
    except Exception as error:
        refused.append(f"{name}: {error}")
# Which images are eligible for the free tier is not known here.
same([text[:200] for text in refused if not text.startswith("free-tier-eligible:")], [])
same([text for text in refused if "UnsupportedParameter" in text and "is not simulated" in text], refused)

image = base_image(ec2)
ebs = image["BlockDeviceMappings"][0]["Ebs"]
shown = {
    "architecture": image["Architecture"],
    "block-device-mapping.delete-on-termination": ebs["DeleteOnTermination"],
    "block-device-mapping.device-name": image["BlockDeviceMappings"][0]["DeviceName"],
    "block-device-mapping.encrypted": ebs["Encrypted"],
    "block-device-mapping.snapshot-id": ebs["SnapshotId"],
    "block-device-mapping.volume-size": ebs["VolumeSize"],
    "block-device-mapping.volume-type": ebs["VolumeType"],
    "creation-date": image["CreationDate"],
    "description": image["Description"],
    "ena-support": image["EnaSupport"],
    "hypervisor": image["Hypervisor"],
    "image-id": image["ImageId"],
    "image-type": image["ImageType"],
    "is-public": image["Public"],
    "manifest-location": image["ImageLocation"],
    "name": image["Name"],
    "owner-alias": image["ImageOwnerAlias"],
    "owner-id": image["OwnerId"],
    "root-device-name": image["RootDeviceName"],
    "root-device-type": image["RootDeviceType"],
    "state": image["State"],
    "sriov-net-support": image["SriovNetSupport"],
    "virtualization-type": image["VirtualizationType"],
}
for name, value in shown.items():
    plain = str(value).lower() if isinstance(value, bool) else str(value)
    filters = [{"Name": "image-id", "Values": [image["ImageId"]]}, {"Name": name, "Values": [plain]}]
    same((name, [each["ImageId"] for each in ec2.describe_images(Filters=filters)["Images"]]), (name, [image["ImageId"]]))

code, message = refusal(lambda: ec2.describe_images(Filters=[{"Name": "colour", "Values": ["red"]}]))
same((code, message), ("InvalidParameterValue", "The filter 'colour' is invalid"))
