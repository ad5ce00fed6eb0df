package vethscope.model;

import java.util.List;
import vethscope.model.address.Cidr;
import vethscope.model.element.FieldType;
import vethscope.model.element.Fields;

/// Settings of the AWS VPC CNI, under the names of its environment variables.
///
/// @param standardGroups pods with security groups of their own are reached by the node directly, too
/// @param externalServiceCidrs destinations that pods of every ENI reach by the main table
public record AwsSettings(boolean standardGroups, List<Cidr> externalServiceCidrs, RandomizeSnat randomizeSnat) {

    public static final AwsSettings DEFAULT = new AwsSettings(false, List.of(), RandomizeSnat.PRNG);

    static final Fields<AwsSettings> FIELDS = Fields.of(AwsSettings.class, DEFAULT)
            .key(
                    "podSecurityGroupEnforcingMode",
                    FieldType.OneOf.flag("strict", "standard"),
                    "standardGroups",
                    "with `aws-vpc`: whether all packets of a pod on a branch ENI pass the vpc, or those of its node"
                            + " do not")
            .key(
                    "externalServiceCIDRs",
                    FieldType.PREFIXES,
                    "externalServiceCidrs",
                    "with `aws-vpc`: destinations that pods of every ENI reach by the main table"
                            + " (AWS_EXTERNAL_SERVICE_CIDRS)")
            .key(
                    "randomizeSNAT",
                    FieldType.OneOf.lower(RandomizeSnat.values()),
                    "randomizeSnat",
                    "with `aws-vpc`: how source ports are chosen (AWS_VPC_K8S_CNI_RANDOMIZESNAT)");

    public AwsSettings {
        externalServiceCidrs = List.copyOf(externalServiceCidrs);
    }

    /// How source ports are chosen: at random, by a hash, or kept where they are free.
    public enum RandomizeSnat {
        PRNG,
        HASHRANDOM,
        NONE
    }
}
