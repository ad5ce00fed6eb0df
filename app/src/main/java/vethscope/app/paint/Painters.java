package vethscope.app.paint;

import vethscope.app.scene.Shape;
import vethscope.model.element.BareNetns;
import vethscope.model.element.Bridge;
import vethscope.model.element.ClusterNetworkPolicy;
import vethscope.model.element.Element;
import vethscope.model.element.Gateway;
import vethscope.model.element.Host;
import vethscope.model.element.HttpRoute;
import vethscope.model.element.Ingress;
import vethscope.model.element.Internet;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.KubeNode;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.NatGateway;
import vethscope.model.element.NetworkAcl;
import vethscope.model.element.NetworkPolicy;
import vethscope.model.element.Note;
import vethscope.model.element.Pod;
import vethscope.model.element.Router;
import vethscope.model.element.SecurityGroup;
import vethscope.model.element.Service;
import vethscope.model.element.Switch;
import vethscope.model.element.Vpc;
import vethscope.model.element.Zone;

/// The face of every kind.
public final class Painters {

    private Painters() {}

    public static void paint(Shape shape, Brush brush) {
        if (shape.folded()) {
            FoldedPainter.paint(shape, brush);
            return;
        }
        switch (shape.element()) {
            case Zone zone -> ZonePainter.paint(zone, shape, brush);
            case KubeNode node -> KubeNodePainter.paint(node, shape, brush);
            case BareNetns netns -> BareNetnsPainter.paint(netns, shape, brush);
            case Pod pod -> PodPainter.paint(pod, shape, brush);
            case Bridge bridge -> BridgePainter.paint(bridge, shape, brush);
            case Switch plain -> SwitchPainter.paint(plain, shape, brush);
            case Router router -> RouterPainter.paint(router, shape, brush);
            case Vpc vpc -> VpcPainter.paint(vpc, shape, brush);
            case InternetGateway gateway -> InternetGatewayPainter.paint(gateway, shape, brush);
            case NatGateway gateway -> NatGatewayPainter.paint(gateway, shape, brush);
            case Service service -> ServicePainter.paint(service, shape, brush);
            case LoadBalancer balancer -> LoadBalancerPainter.paint(balancer, shape, brush);
            case Ingress ingress -> IngressPainter.paint(ingress, shape, brush);
            case Gateway gateway -> GatewayPainter.paint(gateway, shape, brush);
            case HttpRoute route -> HttpRoutePainter.paint(route, shape, brush);
            case NetworkPolicy policy -> PolicyPainter.paint(policy, shape, brush);
            case ClusterNetworkPolicy policy -> PolicyPainter.paint(policy, shape, brush);
            case SecurityGroup group -> SecurityGroupPainter.paint(group, shape, brush);
            case NetworkAcl acl -> SecurityGroupPainter.paint(acl, shape, brush);
            case Internet internet -> InternetPainter.paint(internet, shape, brush);
            case Host host -> HostPainter.paint(host, shape, brush);
            case Note note -> NotePainter.paint(note, shape, brush);
        }
    }

    public static Family family(Element element) {
        return switch (element) {
            case Zone zone -> Family.HOST;
            case KubeNode node -> Family.HOST;
            case BareNetns netns -> Family.HOST;
            case Host host -> Family.HOST;
            case Internet internet -> Family.HOST;
            case Note note -> Family.HOST;
            case Pod pod -> Family.WORK;
            case Bridge bridge -> Family.L2;
            case Switch plain -> Family.L2;
            case Router router -> Family.L3;
            case Vpc vpc -> Family.L3;
            case InternetGateway gateway -> Family.L3;
            case NatGateway gateway -> Family.L3;
            case SecurityGroup group -> Family.L3;
            case NetworkAcl acl -> Family.L3;
            case Service service -> Family.SVC;
            case LoadBalancer balancer -> Family.SVC;
            case Ingress ingress -> Family.SVC;
            case Gateway gateway -> Family.SVC;
            case HttpRoute route -> Family.SVC;
            case NetworkPolicy policy -> Family.SVC;
            case ClusterNetworkPolicy policy -> Family.SVC;
        };
    }

    /// The corner radius of the kind's outline; half the height for a pill.
    static double radius(Shape shape) {
        return switch (shape.element()) {
            case Zone zone -> 12;
            case KubeNode node -> 8;
            case Pod pod -> 12;
            case Vpc vpc -> 10;
            case Service service -> shape.box().h() / 2;
            case Host host -> 6;
            case Router router -> shape.box().h() / 2;
            case InternetGateway gateway -> shape.box().h() / 2;
            case NatGateway gateway -> shape.box().h() / 2;
            case NetworkPolicy policy -> 8;
            case ClusterNetworkPolicy policy -> 8;
            case SecurityGroup group -> 8;
            case NetworkAcl acl -> 8;
            case Switch plain -> 0;
            case Note note -> 0;
            default -> 4;
        };
    }
}
