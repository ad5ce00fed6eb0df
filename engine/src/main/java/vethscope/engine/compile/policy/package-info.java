/// NetworkPolicy and the cluster-wide policies, read and turned into the rules that a node would hold.
package vethscope.engine.compile.policy;
