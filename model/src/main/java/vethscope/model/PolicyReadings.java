package vethscope.model;

import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// What the API of NetworkPolicy leaves to the plugin.
///
/// @param blocksMeetPods whether an `ipBlock` matches the addresses of pods too
public record PolicyReadings(boolean blocksMeetPods) {

    public static final PolicyReadings DEFAULT = new PolicyReadings(true);

    static final Fields<PolicyReadings> FIELDS = Fields.of(PolicyReadings.class, DEFAULT)
            .key(
                    "ipBlock",
                    FieldType.OneOf.flag("outside", "any"),
                    "blocksMeetPods",
                    "whether an `ipBlock` matches any address, pods' too, or only those outside the cluster");
}
