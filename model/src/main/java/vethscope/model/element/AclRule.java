package vethscope.model.element;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of a security group or network ACL; null means any.
///
/// @param peer a CIDR or a security group's id
/// @param action `allow` or `deny`, network ACLs only
public record AclRule(
        @Nullable String protocol,
        @Nullable String ports,
        @Nullable String peer,
        @Nullable String action) {

    static final FieldType<List<AclRule>> LIST = new FieldType.Listed<>(
            new FieldType.Nested<>(Fields.of(AclRule.class, new AclRule(null, null, null, null))
                    .key("protocol", FieldType.TEXT, "protocol", "none: any")
                    .key("ports", FieldType.TEXT_OR_NUMBER, "ports", "`80` or `30000-32767`; none: all")
                    .key("peer", FieldType.TEXT, "peer", "a CIDR or a security group's id; none: any")
                    .key("action", FieldType.TEXT, "action", "`allow` or `deny`, network ACLs only")),
            rule -> rule.protocol + "," + rule.ports + "," + rule.peer);
}
