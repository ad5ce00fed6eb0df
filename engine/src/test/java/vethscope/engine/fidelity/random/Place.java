package vethscope.engine.fidelity.random;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A machine or pod of a random design.
///
/// @param node where a pod runs; of a node itself
/// @param ip its address; a host-network pod's is its node's
/// @param gateway of its subnet
/// @param json what is drawn
record Place(String id, int node, String ip, String gateway, boolean hostNetwork, ObjectNode json) {}
