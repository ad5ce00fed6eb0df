package vethscope.engine.netfilter;

import org.jspecify.annotations.Nullable;

/// A rule that was looked at.
///
/// @param number from 1 in its chain; 0 is the chain's policy
/// @param rule in the words of the tool that shows it: as iptables-save prints it after `-A CHAIN`, or nft in its chain
/// @param why for a rule that did not match, the first condition that failed: `dport 443 ≠ 80`; for chance `1 of 2`
public record RuleCheck(
        String table,
        String chain,
        int number,
        String rule,
        boolean matched,
        @Nullable String why) {}
