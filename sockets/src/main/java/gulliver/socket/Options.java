package gulliver.socket;

/**
 * The typed socket options: an interface for each level, sorted by C name. {@link Sockets} has them
 * all, for static import; the interfaces only keep them on pages of their own.
 *
 * <p>What has no type here is used in the raw form, {@link Socket#getsockopt(int, int, int)} and
 * {@link Socket#setsockopt(int, int, byte[])}, with the numbers of {@link Linux}.
 *
 * @since 0.1
 */
public sealed interface Options
    extends SocketOptions,
        IpOptions,
        Ipv6Options,
        TcpOptions,
        UdpOptions,
        PacketOptions,
        NetlinkOptions,
        OtherOptions
    permits Sockets {}
