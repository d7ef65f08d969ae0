import VirtModel
