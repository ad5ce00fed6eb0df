/// From a drawing to a network, as Kubernetes and the cloud would build it; from a packet to a trace, as Linux would
/// walk it.
package vethscope.engine;
