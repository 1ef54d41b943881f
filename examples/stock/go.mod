module shop.example/stock

go 1.22

require (
	sample.example/Hasty v1.1.0
	sample.example/old v0.9.0 // indirect
	sample.example/sound v1.1.1-0.20260102030405-abcdef123456
)
