/// What decides about a request: Ingress, the annotations of the AWS Load Balancer Controller, HTTPRoute.
package vethscope.engine.compile.ingress;
