#
#   sudo ./lab.sh         builds it, sends the saved probes, says of each whether it went as predicted, takes it down
#   sudo ./lab.sh up      builds it and lets it stand; then look around: sudo ip netns exec NAMESPACE bash
#   sudo ./lab.sh check   sends the probes
#   sudo ./lab.sh down    takes it down
#        ./lab.sh list    the names of the namespaces
#
# LAB_PREFIX starts the names of the namespaces. LAB_MAP names a file that `up` fills with what each namespace and device
# is in the drawing, as JSON. Exit: 0 all as predicted (or skipped), 1 something else happened, 2 it could not be built,
# 3 it cannot be built on such a machine.
#
# It needs Linux, root, iproute2, python3, and iptables or nftables where the drawing has rules. Nothing leaves the
# namespaces that it makes.
