/// The only place that knows the .veth format. [vethscope.model.codec.Veth] turns text into a design and back,
/// [vethscope.model.codec.VethFile] does so with a file. Everything is driven by the fields that each kind lists.
package vethscope.model.codec;
