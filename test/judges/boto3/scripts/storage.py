"""Keeps objects in S3, lists them in both versions, and shares them by presigned addresses of both signature versions."""

import time
import urllib.error
import urllib.request

from botocore.config import Config
from kit import client, refusal, same

s3 = client("s3")
bucket = next(each["Name"] for each in s3.list_buckets()["Buckets"] if "artifacts" in each["Name"])
keys = [f"boto3/{number:02} of & + %/a.txt" for number in range(5)]
for key in keys:
    s3.put_object(Bucket=bucket, Key=key, Body=f"text of {key}".encode(), ContentType="text/plain")

same([each["Key"] for each in s3.list_objects_v2(Bucket=bucket, Prefix="boto3/")["Contents"]], keys)
same([each["Key"] for each in s3.list_objects(Bucket=bucket, Prefix="boto3/")["Contents"]], keys)
for operation in ("list_objects", "list_objects_v2"):
    pages = list(s3.get_paginator(operation).paginate(Bucket=bucket, Prefix="boto3/", PaginationConfig={"PageSize": 2}))
    same((operation, [len(page["Contents"]) for page in pages]), (operation, [2, 2, 1]))
grouped = s3.list_objects(Bucket=bucket, Prefix="boto3/", Delimiter="/", MaxKeys=2)
same((len(grouped["CommonPrefixes"]), grouped["IsTruncated"]), (2, True))
same(grouped["NextMarker"], grouped["CommonPrefixes"][-1]["Prefix"])


def fetch(address, method="GET", data=None, headers=None):
    request = urllib.request.Request(address, method=method, data=data, headers=headers or {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


for version in ("s3", "s3v4"):
    signer = client("s3", config=Config(signature_version=version))
    address = signer.generate_presigned_url("get_object", {"Bucket": bucket, "Key": keys[0]}, ExpiresIn=3600)
    same("X-Amz-Signature=" in address, version == "s3v4")
    same((version, fetch(address)), (version, (200, f"text of {keys[0]}")))
    status, text = fetch(address.replace("Signature=", "Signature=0"))
    same((version, status, "<Code>SignatureDoesNotMatch</Code>" in text), (version, 403, True))
    status, text = fetch(address.replace("00%20", "01%20"))
    same((version, status), (version, 403))
    named = signer.generate_presigned_url("get_object", {"Bucket": bucket, "Key": keys[0], "ResponseContentType": "text/csv"})
    with urllib.request.urlopen(named) as answer:
        same((version, answer.headers["content-type"]), (version, "text/csv"))
    upload = signer.generate_presigned_url("put_object", {"Bucket": bucket, "Key": f"boto3/{version}", "ContentType": "text/plain"})
    same((version, fetch(upload, "PUT", b"sent", {"Content-Type": "text/plain"})[0]), (version, 200))
    same(s3.get_object(Bucket=bucket, Key=f"boto3/{version}")["Body"].read(), b"sent")
    short = signer.generate_presigned_url("get_object", {"Bucket": bucket, "Key": keys[0]}, ExpiresIn=1)
    time.sleep(2.1)
    status, text = fetch(short)
    same((version, status, "Request has expired" in text), (version, 403, True))

for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="boto3/"):
    s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": each["Key"]} for each in page["Contents"]]})
same(refusal(lambda: s3.get_object(Bucket=bucket, Key=keys[0]))[0], "NoSuchKey")
