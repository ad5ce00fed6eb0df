package vethscope.engine.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vethscope.engine.network.CloudFilter;
import vethscope.engine.network.CloudFilter.Guard;
import vethscope.engine.network.CloudFilter.Line;
import vethscope.engine.network.CloudFilter.Plug;
import vethscope.engine.network.CloudFilter.Ports;
import vethscope.engine.network.CloudFilter.Rules;
import vethscope.model.Protocol;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// By hand: what an administrator would write for one guarded machine behind a subnet's ACL. Labs of the
/// samples prove on a kernel that it does what the engine predicts.
class CloudRulesTest {

    @Test
    void groupsRememberAndAclsDoNot() {
        var allow =
                new Line(Protocol.TCP, new Ports(80, 80), new CloudFilter.Range(Cidr.parse("10.0.1.0/24")), true, "1");
        var deny = new Line(null, null, new CloudFilter.Anyone(), false, "2");
        var group = new Rules("web-sg", List.of(allow), List.of());
        var acl = new Rules("acl", List.of(allow, deny), List.of());
        var plugs = new LinkedHashMap<String, Plug>();
        plugs.put("web", new Plug("a", acl, List.of(new Guard(Set.of(Ip.parse("10.0.2.5")), List.of(group)))));
        plugs.put("peer", new Plug("b", null, List.of()));
        assertEquals("""
                *filter
                :SG-OUT-0-0 - [0:0]
                :SG-OUT-0 - [0:0]
                :ACL-OUT-0 - [0:0]
                :ACL-IN-0 - [0:0]
                :SG-IN-0-0 - [0:0]
                :SG-IN-0 - [0:0]
                -A FORWARD -i web -j SG-OUT-0
                -A SG-OUT-0-0 -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN
                -A SG-OUT-0-0 -j DROP
                -A SG-OUT-0 -s 10.0.2.5 -j SG-OUT-0-0
                -A SG-OUT-0 -s 10.0.2.5 -j RETURN
                -A FORWARD -i web -o peer -j ACL-OUT-0
                -A ACL-OUT-0 -j DROP
                -A FORWARD -o web -i peer -j ACL-IN-0
                -A ACL-IN-0 -s 10.0.1.0/24 -p tcp --dport 80:80 -j RETURN
                -A ACL-IN-0 -j DROP
                -A ACL-IN-0 -j DROP
                -A FORWARD -o web -j SG-IN-0
                -A SG-IN-0-0 -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN
                -A SG-IN-0-0 -s 10.0.1.0/24 -p tcp --dport 80:80 -j RETURN
                -A SG-IN-0-0 -j DROP
                -A SG-IN-0 -d 10.0.2.5 -j SG-IN-0-0
                -A SG-IN-0 -d 10.0.2.5 -j RETURN
                COMMIT
                """, CloudRules.of(new CloudFilter(plugs)));
    }

    @Test
    void withoutGroupsAndAclsThereIsNothingToWrite() {
        assertEquals("", CloudRules.of(CloudFilter.NONE));
    }
}
