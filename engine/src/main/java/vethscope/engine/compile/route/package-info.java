/// Routing tables and rules of each machine: what the kernel adds of itself, and lines of `ip route` and `ip rule`.
package vethscope.engine.compile.route;
