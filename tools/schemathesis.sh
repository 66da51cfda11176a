#!/bin/sh
# Asks every operation of the OpenAPI document with generated values: pip install schemathesis; tools/schemathesis.sh [http://127.0.0.1:8080]
# Start the server with --rate 0, so that refusals of the rate limit do not stand in the way.
exec schemathesis run "${1:-http://127.0.0.1:8080}/api/v1/openapi.json" --checks not_a_server_error,response_schema_conformance,content_type_conformance,status_code_conformance --max-examples 60
