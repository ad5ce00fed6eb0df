/// iptables as the kernel holds it: tables, chains, rules, matches, targets; parsed from and printed as iptables-save.
package vethscope.engine.netfilter;
