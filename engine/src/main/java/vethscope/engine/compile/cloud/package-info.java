/// The cloud around the nodes: vpcs, their routers, gateways, firewalls and load balancers with their health checks.
package vethscope.engine.compile.cloud;
