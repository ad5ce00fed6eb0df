/// Packets and frames as meanings; bytes exist only in the pcap export.
package vethscope.engine.packet;
