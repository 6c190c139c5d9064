"""Runs the rows of a JSON file on moto's interpreter of Step Functions and prints the outcomes as JSON.

Usage: python3 run_machines.py cases.json
A row is {id, definition, input, functions: {name: [answer]}, children: {name: definition}}; ids are prefixes of all names.
"""

import copy
import datetime
import json
import logging
import os
import sys
import threading
import time
from types import SimpleNamespace

REGION = "us-east-1"
ROLE = "arn:aws:iam::123456789012:role/machine"
os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION=REGION)
logging.disable(logging.CRITICAL)

import boto3  # noqa: E402
from moto import mock_aws  # noqa: E402
from moto.stepfunctions.parser import models  # noqa: E402
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl  # noqa: E402
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils  # noqa: E402
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_callback, state_task_service_sfn  # noqa: E402

functions = {}


def invoke(parameters, region, state_credentials):
    """Answers in place of Lambda from the row's list; the last answer stays."""
    name = parameters["FunctionName"].split(":")[-1]
    payload = json.loads(parameters.get("Payload") or b"{}")
    answers = functions[name]
    answer = answers.pop(0) if len(answers) > 1 else answers[0]
    response = {"StatusCode": 200, "ExecutedVersion": "$LATEST"}
    if "throws" in answer:
        return {**response, "FunctionError": "Unhandled", "Payload": answer["throws"]}
    if "returns" in answer:
        return {**response, "Payload": answer["returns"]}
    if "echoes" in answer:
        return {**response, "Payload": payload}
    threading.Thread(target=send_token, args=(payload["token"], answer), daemon=True).start()
    return {**response, "Payload": {}}


def send_token(token, answer):
    client = boto3.client("stepfunctions", region_name=REGION)
    # The task registers its token only after the function has answered.
    time.sleep(0.3)
    if "succeeds" in answer:
        client.send_task_success(taskToken=token, output=json.dumps(answer["succeeds"]))
    else:
        client.send_task_failure(taskToken=token, **answer["fails"])


def name_as_boto3(task, parameters, **_rest):
    """Moto leaves out what turns the integration's StateMachineArn into boto3's stateMachineArn."""
    if not isinstance(parameters.get("Input"), str):
        parameters["Input"] = json.dumps(parameters.get("Input") or {})
    for name in list(parameters):
        parameters[name[0].lower() + name[1:]] = parameters.pop(name)


def name_as_integration(task, response, **_rest):
    """And the way back."""
    for name in list(response):
        value = response.pop(name)
        response[name[0].upper() + name[1:]] = int(value.timestamp() * 1000) if isinstance(value, datetime.datetime) else value


def define(client, row):
    prefix = row["id"]
    for name, answers in row["functions"].items():
        functions[prefix + name] = answers
    for name, definition in {**row["children"], "subject": row["definition"]}.items():
        created = client.create_state_machine(name=prefix + name, definition=json.dumps(definition), roleArn=ROLE)
    return created["stateMachineArn"]


def outcome(client, arn):
    described = client.describe_execution(executionArn=arn)
    events = []
    for page in client.get_paginator("get_execution_history").paginate(executionArn=arn):
        events += page["events"]
    # DescribeExecution leaves out the quotes of an output that is a string.
    output = events[-1].get("executionSucceededEventDetails", {}).get("output")
    rest = {name: described.get(name) for name in ("status", "error", "cause")}
    return {**rest, "output": output, "events": [event["type"] for event in events], "previous": [event["previousEventId"] for event in events]}


def main():
    lambda_eval_utils._invoke_lambda_function = invoke
    # A deep copy of a machine would copy all running executions, which Python refuses. moto 5.2.5 passes a memo too.
    models.copy = SimpleNamespace(deepcopy=lambda value, memo=None: copy.copy(value))
    retrier_decl.time = SimpleNamespace(sleep=lambda seconds: None)
    state_task_service_sfn.StateTaskServiceSfn._normalise_parameters = name_as_boto3
    state_task_service_sfn.StateTaskServiceSfn._normalise_response = name_as_integration
    state_task_service_callback._DELAY_SECONDS_SYNC_CONDITION_CHECK = 0.05
    with open(sys.argv[1]) as file:
        rows = json.load(file)
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        client = boto3.client("stepfunctions", region_name=REGION)
        results = {}
        machines = {}
        for row in rows:
            try:
                machines[row["id"]] = define(client, row)
            except Exception as problem:
                results[row["id"]] = {"status": "REFUSED", "error": str(problem)[:300], "events": []}
        started = {
            row["id"]: client.start_execution(stateMachineArn=machines[row["id"]], input=json.dumps(row["input"]))["executionArn"]
            for row in rows
            if row["id"] in machines
        }
        deadline = time.time() + 60
        for id, arn in started.items():
            while client.describe_execution(executionArn=arn)["status"] == "RUNNING" and time.time() < deadline:
                time.sleep(0.02)
            try:
                results[id] = outcome(client, arn)
            except Exception as problem:
                results[id] = {"status": "UNREADABLE", "error": str(problem)[:300], "events": []}
    print(json.dumps(results))


main()
