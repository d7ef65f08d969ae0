def over_vsock(host, name):
    """The words for ssh to a guest that answers over vsock."""
    if number := host.guests[name].get("contextID"):
        try:
            with socket.socket(socket.AF_VSOCK) as connection:
                connection.connect((number, 22))
            proxy = f"ProxyCommand={sys.executable} -I {os.path.abspath(__file__)} vsock {number}"
            return ["-o", proxy, "-o", "ProxyUseFdpass=yes"]
        except OSError:
            pass


def vsock(number):
    """Connects to SSH in a guest, and gives the connection to ssh."""
    connection = socket.socket(socket.AF_VSOCK)
    connection.connect((int(number), 22))
    socket.send_fds(socket.socket(fileno=1), [b"\0"], [connection.fileno()])


MORE_LOGINS.append(over_vsock)
MORE_CALLS["vsock"] = vsock
