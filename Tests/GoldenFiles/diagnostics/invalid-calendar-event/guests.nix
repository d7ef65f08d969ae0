{
  host.restartPending = "sunday at three";
}
